package org.nec4j.distill;

import org.nec4j.data.ImageSize;

/**
 * The eight reflections of a square, 0 being none: bit 0 swaps left and right, bit 1 then top and bottom, bit 2 then rows and columns. What
 * is not square has the first four.
 */
final class Symmetry {
    private Symmetry() {}

    /** Images [.., H, W], one after another, seen so; whoever asks for rows as columns has squares. */
    static float[] of(float[] images, ImageSize size, int symmetry) {
        if (symmetry == 0) {
            return images;
        }
        int width = size.columns();
        float[] seen = new float[images.length];
        for (int at = 0; at < images.length; at += size.pixels()) {
            for (int to = 0; to < size.pixels(); to++) {
                int column = (symmetry & 4) == 0 ? to % width : to / width;
                int row = (symmetry & 4) == 0 ? to / width : to % width;
                int fromRow = (symmetry & 2) == 0 ? row : size.rows() - 1 - row;
                int fromColumn = (symmetry & 1) == 0 ? column : width - 1 - column;
                seen[at + to] = images[at + fromRow * width + fromColumn];
            }
        }
        return seen;
    }
}
