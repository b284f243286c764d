package org.nec4j.config;

import org.nec4j.data.ImageSize;

/** An image's size in pixels, written {@code 128} for a square and {@code [96, 160]} otherwise, rows first. */
@Positional(oneForAll = true)
public record ImageSides(
        @Interval("[1, 8192]") int rows,
        @Interval("[1, 8192]") int columns) {
    /** The size. */
    public ImageSize size() {
        return new ImageSize(rows, columns);
    }

    /** As it is written. */
    @Override
    public String toString() {
        return rows == columns ? Integer.toString(rows) : "[" + rows + ", " + columns + "]";
    }
}
