package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * How images are cut into square tiles.
 *
 * @param side   of a tile, pixels
 * @param stride from tile to tile, pixels; less than the side where tiles overlap
 * @param edge   what becomes of the rest
 */
public record TileGrid(int side, int stride, Edge edge) {
    public TileGrid {
        if (side < 1 || stride < 1) {
            throw new UserException(
                    "tiles of " + side + " pixels every " + stride + " pixels; both are whole numbers from 1 on");
        }
    }

    /**
     * A tile.
     *
     * @param row    counted from 0
     * @param column counted from 0
     * @param box    its pixels; with {@link Edge#PAD} it may reach beyond the image
     */
    public record Tile(int row, int column, Box box) {}

    /** The tiles of an image, row by row; none where it is smaller than a tile and the edge is not padded. */
    public List<Tile> of(int width, int height) {
        int[] tops = edge.starts(height, side, stride);
        int[] lefts = edge.starts(width, side, stride);
        List<Tile> tiles = new ArrayList<>(tops.length * lefts.length);
        for (int row = 0; row < tops.length; row++) {
            for (int column = 0; column < lefts.length; column++) {
                tiles.add(new Tile(row, column, new Box(lefts[column], tops[row], side, side)));
            }
        }
        return tiles;
    }
}
