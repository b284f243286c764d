package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/** Rounding of one component to the symbol that is coded. */
final class Quantizer {
    private Quantizer() {}

    /** round(y - centre), the difference in float32, halves to even; refuses what no int can hold. */
    static int symbol(float y, float centre, int token, int component) {
        float centred = y - centre;
        double rounded = Math.rint(centred);
        if (!(Math.abs(rounded) < 0x1p31)) {
            throw unusable(y, token, component);
        }
        return (int) rounded;
    }

    /** Refuses values of y [tokens, dim] that no int comes near, and what is no number. */
    static void checkRange(float[] y, int dim) {
        for (int i = 0; i < y.length; i++) {
            if (!(Math.abs(y[i]) < 0x1p31f)) {
                throw unusable(y[i], i / dim, i % dim);
            }
        }
    }

    private static UserException unusable(float y, int token, int component) {
        return new UserException(
                "the value " + y + " at token " + token + ", component " + component + " cannot be coded");
    }
}
