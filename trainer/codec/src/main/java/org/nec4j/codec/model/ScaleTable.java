package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/** The standard deviations that a Gaussian conditional has probability tables for, rising; coding uses the next larger one. */
final class ScaleTable {
    /** Bits of a float32 that choose no bucket: 32 buckets to a doubling, so that few hold two scales. */
    private static final int SHIFT = 18;

    private final float[] scales;
    /** Of the floats that begin with the bits of the smallest scale, and all above: the index of their first. */
    private final int[] firsts;

    private final int base;

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
        base = Float.floatToRawIntBits(scales[0]) >>> SHIFT;
        firsts = new int[(Float.floatToRawIntBits(scales[scales.length - 1]) >>> SHIFT) - base + 1];
        for (int i = 0, bucket = 0; bucket < firsts.length; bucket++) {
            while (scales[i] < Float.intBitsToFloat(base + bucket << SHIFT)) {
                i++;
            }
            firsts[bucket] = i;
        }
    }

    int size() {
        return scales.length;
    }

    /** The smallest i with scale <= scales[i], the last where there is none. */
    int index(float scale) {
        if (scale <= scales[0]) {
            return 0;
        }
        int last = scales.length - 1;
        if (!(scale <= scales[last])) {
            return last;
        }
        int i = firsts[(Float.floatToRawIntBits(scale) >>> SHIFT) - base];
        while (scale > scales[i]) {
            i++;
        }
        return i;
    }
}
