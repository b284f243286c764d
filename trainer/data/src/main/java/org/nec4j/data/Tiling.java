package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;

/**
 * Square tiles that cover an image, overlapping where the stride is less than the side; the last of a row or column ends with the
 * image. These are the windows of mmsegmentation's sliding inference.
 *
 * @param side   of a tile, pixels
 * @param stride from tile to tile, pixels
 */
public record Tiling(int side, int stride) {
    public Tiling {
        if (side < 1 || stride < 1 || stride > side) {
            throw new IllegalArgumentException("tiles of " + side + " pixels every " + stride);
        }
    }

    /** The tiles of an image, row by row; refused by name where it is smaller than a tile. */
    public List<Box> of(int width, int height, String name) {
        if (Math.min(width, height) < side) {
            throw new UserException(name + ": " + width + "x" + height + " pixels, smaller than a tile of " + side
                    + "; take larger images or a codec of a smaller image size");
        }
        List<Box> boxes = new ArrayList<>();
        for (int top : Edge.SHIFT.starts(height, side, stride)) {
            for (int left : Edge.SHIFT.starts(width, side, stride)) {
                boxes.add(new Box(left, top, side, side));
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
