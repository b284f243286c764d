package org.nec4j.config;

/** An image's size in pixels, written {@code 128} for a square and {@code [96, 160]} otherwise, rows first. */
@Positional(oneForAll = true)
public record ImageSides(
        @Interval("[1, 8192]") int rows,
        @Interval("[1, 8192]") int columns) {
    /** Whether there are as many rows as columns. */
    public boolean isSquare() {
        return rows == columns;
    }

    /** The longer side. */
    public int longer() {
        return Math.max(rows, columns);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return isSquare() ? Integer.toString(rows) : "[" + rows + ", " + columns + "]";
    }
}
