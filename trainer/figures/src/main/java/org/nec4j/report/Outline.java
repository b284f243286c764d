package org.nec4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A path of straight lines and quarter circles, in pixels from the upper left corner, that any canvas can draw. */
final class Outline {
    /** Control points of a cubic curve that is a quarter circle to 0.03 % lie this share of the radius from its ends. */
    private static final double QUARTER = 0.5522847498;

    /**
     * One part of a path.
     *
     * @param kind    what it does
     * @param numbers x and y of a point; of two control points and the end for a curve; none for an end
     */
    record Part(Kind kind, double... numbers) {}

    enum Kind {
        MOVE,
        LINE,
        CURVE,
        CLOSE
    }

    private final List<Part> parts = new ArrayList<>();

    /** Begins a new stretch. */
    Outline from(double x, double y) {
        parts.add(new Part(Kind.MOVE, x, y));
        return this;
    }

    /** A line; the first one of a path begins there. */
    Outline to(double x, double y) {
        parts.add(new Part(parts.isEmpty() ? Kind.MOVE : Kind.LINE, x, y));
        return this;
    }

    Outline close() {
        parts.add(new Part(Kind.CLOSE));
        return this;
    }

    Outline circle(double x, double y, double r) {
        double c = QUARTER * r;
        parts.add(new Part(Kind.MOVE, x + r, y));
        parts.add(new Part(Kind.CURVE, x + r, y + c, x + c, y + r, x, y + r));
        parts.add(new Part(Kind.CURVE, x - c, y + r, x - r, y + c, x - r, y));
        parts.add(new Part(Kind.CURVE, x - r, y - c, x - c, y - r, x, y - r));
        parts.add(new Part(Kind.CURVE, x + c, y - r, x + r, y - c, x + r, y));
        return close();
    }

    List<Part> parts() {
        return List.copyOf(parts);
    }

    /** As the {@code d} of an SVG path. */
    String toSvg() {
        StringBuilder path = new StringBuilder();
        for (Part part : parts) {
            path.append(
                    switch (part.kind()) {
                        case MOVE -> 'M';
                        case LINE -> 'L';
                        case CURVE -> 'C';
                        case CLOSE -> 'z';
                    });
            for (int i = 0; i < part.numbers().length; i++) {
                path.append(String.format(Locale.ROOT, i == 0 ? "%.1f" : " %.1f", part.numbers()[i]));
            }
        }
        return path.toString();
    }
}
