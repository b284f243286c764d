package org.nec4j.export;

import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.data.ImageSize;

/** A size in pixels in a codec's settings: one number for a square, as all codecs have it that were made before there were others, or rows and columns. */
final class SizeJson {
    private static final int LARGEST = 1 << 16;

    private SizeJson() {}

    static Object of(ImageSize size) {
        return size.isSquare() ? size.rows() : List.of(size.rows(), size.columns());
    }

    /** Reads what {@link #of} wrote; throws UserException where it is something else. */
    static ImageSize read(JsonObject json, String name) {
        if (!(json.asMap().get(name) instanceof List<?>)) {
            return ImageSize.square(json.integer(name));
        }
        List<Double> sides = json.numbers(name);
        if (sides.size() != 2 || !sides.stream().allMatch(n -> n >= 1 && n <= LARGEST && n == Math.rint(n))) {
            throw new UserException("\"" + name + "\" is " + sides
                    + ", expected one number of pixels or two, rows and columns; export the codec again");
        }
        return new ImageSize(sides.get(0).intValue(), sides.get(1).intValue());
    }
}
