package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Tiles that cover an image, overlapping where the stride is less than the tile; the last of a row or column ends with the
 * image. These are the windows of mmsegmentation's sliding inference.
 *
 * @param tile   size of a tile
 * @param stride from tile to tile, down and across
 */
public record Tiling(ImageSize tile, ImageSize stride) {
    public Tiling {
        if (stride.rows() > tile.rows() || stride.columns() > tile.columns()) {
            throw new IllegalArgumentException("tiles of " + tile + " pixels every " + stride);
        }
    }

    /** Square tiles. */
    public Tiling(int side, int stride) {
        this(ImageSize.square(side), ImageSize.square(stride));
    }

    /** The tiles of an image, row by row; refused by name where it is smaller than a tile. */
    public List<Box> of(int width, int height, String name) {
        if (tile.exceeds(width, height)) {
            throw new UserException(name + ": " + width + "x" + height + " pixels, smaller than a tile of " + tile
                    + "; take larger images or a codec of a smaller image size");
        }
        List<Box> boxes = new ArrayList<>();
        for (int top : Edge.SHIFT.starts(height, tile.rows(), stride.rows())) {
            for (int left : Edge.SHIFT.starts(width, tile.columns(), stride.columns())) {
                boxes.add(new Box(left, top, tile.columns(), tile.rows()));
            }
        }
        return boxes;
    }

    /** The part of an image in a box. */
    public static ByteImage cut(ByteImage image, Box box) {
        byte[] samples = new byte[box.width() * box.height() * image.channels()];
        int row = box.width() * image.channels();
        for (int y = 0; y < box.height(); y++) {
            int from = ((box.top() + y) * image.width() + box.left()) * image.channels();
            System.arraycopy(image.samples(), from, samples, y * row, row);
        }
        return new ByteImage(box.width(), box.height(), image.channels(), samples);
    }
}
