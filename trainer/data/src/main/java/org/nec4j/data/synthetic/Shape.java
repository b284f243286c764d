package org.nec4j.data.synthetic;

/** A region of the ground: how far a point lies outside of it, negative within. */
@FunctionalInterface
interface Shape {
    double distance(double x, double y);

    static Shape disc(double cx, double cy, double radius) {
        return (x, y) -> Math.sqrt((x - cx) * (x - cx) + (y - cy) * (y - cy)) - radius;
    }

    /** Where a field is below a level; {@code slope} makes its values distances. */
    static Shape below(Shape field, double level, double slope) {
        return (x, y) -> (field.distance(x, y) - level) * slope;
    }

    /** A shape whose edge wanders by up to {@code amount}. */
    static Shape frayed(Shape shape, Noise noise, double period, double amount) {
        return (x, y) -> {
            double distance = shape.distance(x, y);
            return Math.abs(distance) > amount + 5 ? distance : distance + amount * noise.fractal(x, y, period, 3);
        };
    }

    default Shape moved(double dx, double dy) {
        return (x, y) -> distance(x - dx, y - dy);
    }
}
