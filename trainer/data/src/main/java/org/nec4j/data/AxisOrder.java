package org.nec4j.data;

import java.util.Optional;
import org.nec4j.codec.error.UserException;

/**
 * Which of three axes holds the bands, in NumPy arrays and in TIFF files that hold their bands as pages.
 *
 * <p>Where nothing says so, it is the axis that gives an image of fewer bands than either side has pixels; failing that, the one that
 * gives a square image. Where both or neither would do, the array is refused.
 */
public enum AxisOrder {
    /** Bands, rows, columns. */
    CHW,
    /** Rows, columns, bands. */
    HWC;

    /**
     * The order of an array.
     *
     * @param stated what is known of the set; it decides
     * @param name what messages call the file
     * @throws UserException where the shape is ambiguous
     */
    static AxisOrder of(Optional<AxisOrder> stated, int first, int second, int third, String name) {
        if (stated.isPresent()) {
            return stated.get();
        }
        boolean fewFirst = first < Math.min(second, third);
        boolean fewLast = third < Math.min(first, second);
        if (fewFirst != fewLast) {
            return fewFirst ? CHW : HWC;
        }
        if ((second == third) != (first == second)) {
            return second == third ? CHW : HWC;
        }
        throw new UserException(name + ": an array of [" + first + ", " + second + ", " + third
                + "] may be bands, rows, columns or rows, columns, bands; say which by order = chw or order = hwc in the"
                + " data set's description");
    }
}
