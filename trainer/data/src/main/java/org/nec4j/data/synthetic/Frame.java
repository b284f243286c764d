package org.nec4j.data.synthetic;

/** Coordinates that are turned about a point: {@code u} along, {@code v} across. */
record Frame(double cx, double cy, double cos, double sin) {
    static Frame at(double cx, double cy, double angle) {
        return new Frame(cx, cy, StrictMath.cos(angle), StrictMath.sin(angle));
    }

    double u(double x, double y) {
        return (x - cx) * cos + (y - cy) * sin;
    }

    double v(double x, double y) {
        return (y - cy) * cos - (x - cx) * sin;
    }

    double x(double u, double v) {
        return cx + u * cos - v * sin;
    }

    double y(double u, double v) {
        return cy + u * sin + v * cos;
    }

    /** This frame, moved along its own axes and turned no further. */
    Frame shifted(double u, double v) {
        return new Frame(x(u, v), y(u, v), cos, sin);
    }

    /** The rectangle of these half extents in the middle of this frame. */
    Shape rectangle(double halfLength, double halfWidth) {
        return (x, y) -> Math.max(Math.abs(u(x, y)) - halfLength, Math.abs(v(x, y)) - halfWidth);
    }
}
