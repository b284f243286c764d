package org.nec4j.vit;

import org.nec4j.codec.error.UserException;

/**
 * The cells of a grid of tokens, one a patch, row after row.
 *
 * @param rows    h, counted down
 * @param columns w, counted to the right
 */
public record PatchGrid(int rows, int columns) {
    /** Checks that there is a cell. */
    public PatchGrid {
        if (rows < 1 || columns < 1) {
            throw new UserException("a grid of " + rows + " x " + columns + " positions has no cell");
        }
    }

    /** As many rows as columns. */
    public static PatchGrid square(int side) {
        return new PatchGrid(side, side);
    }

    /** Of an image; throws IllegalArgumentException where patches do not divide it. */
    public static PatchGrid of(int imageRows, int imageColumns, int patchSize) {
        if (patchSize < 1 || imageRows % patchSize != 0 || imageColumns % patchSize != 0) {
            String size =
                    imageRows == imageColumns ? imageRows + " pixels" : imageRows + " x " + imageColumns + " pixels";
            throw new IllegalArgumentException("an image of " + size + " is not divided by patches of " + patchSize);
        }
        return new PatchGrid(imageRows / patchSize, imageColumns / patchSize);
    }

    /** The cells, row after row. */
    public int cells() {
        return Math.multiplyExact(rows, columns);
    }

    /** Whether there are as many rows as columns. */
    public boolean isSquare() {
        return rows == columns;
    }
}
