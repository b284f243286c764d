package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * How images are cut into tiles.
 *
 * @param tile   size of a tile
 * @param stride from tile to tile, down and across; less than the tile where tiles overlap
 * @param edge   what becomes of the rest
 */
public record TileGrid(ImageSize tile, ImageSize stride, Edge edge) {
    /** Square tiles. */
    public TileGrid(int side, int stride, Edge edge) {
        this(ImageSize.square(side), ImageSize.square(stride), edge);
    }

    /**
     * A tile.
     *
     * @param row    counted from 0
     * @param column counted from 0
     * @param box    its pixels; with {@link Edge#PAD} it may reach beyond the image
     */
    public record Tile(int row, int column, Box box) {}

    /** Whether pixels between one tile and the next lie in none. */
    public boolean leavesGaps() {
        return stride.rows() > tile.rows() || stride.columns() > tile.columns();
    }

    /** The tiles of an image, row by row; none where it is smaller than a tile and the edge is not padded. */
    public List<Tile> of(int width, int height) {
        int[] tops = edge.starts(height, tile.rows(), stride.rows());
        int[] lefts = edge.starts(width, tile.columns(), stride.columns());
        List<Tile> tiles = new ArrayList<>(tops.length * lefts.length);
        for (int row = 0; row < tops.length; row++) {
            for (int column = 0; column < lefts.length; column++) {
                tiles.add(new Tile(row, column, new Box(lefts[column], tops[row], tile.columns(), tile.rows())));
            }
        }
        return tiles;
    }
}
