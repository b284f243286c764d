package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/** The standard deviations that a Gaussian conditional has probability tables for, rising; coding uses the next larger one. */
final class ScaleTable {
    private final float[] scales;

    ScaleTable(float[] scales) {
        this.scales = scales.clone();
        for (int i = 0; i < scales.length; i++) {
            if (!(scales[i] > (i == 0 ? 0 : scales[i - 1])) || !Float.isFinite(scales[i])) {
                throw new UserException(
                        "entry " + i + " of the scale table is " + scales[i] + "; scales must be positive and rise");
            }
        }
        if (scales.length == 0) {
            throw new UserException("the scale table is empty");
        }
    }

    int size() {
        return scales.length;
    }

    /** The smallest i with scale <= scales[i], the last where there is none. */
    int index(float scale) {
        int low = 0;
        int high = scales.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (scale <= scales[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
