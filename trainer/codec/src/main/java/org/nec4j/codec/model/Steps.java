package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/** Widths of quantization steps. */
final class Steps {
    private Steps() {}

    /** Refuses what is no width of a step. */
    static void check(float[] steps, String whose) {
        for (float step : steps) {
            if (!(step > 0 && step < Float.POSITIVE_INFINITY)) {
                throw new UserException("a step of " + step + " of " + whose + " is none; steps are positive");
            }
        }
    }
}
