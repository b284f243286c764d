package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * How large numbers can become on their way through a codec, whatever the stream: bounds that follow from its weights when it is
 * opened, so that no stream of an accepted codec decodes to an infinity or to what is no number.
 */
final class Reach {
    /** Every symbol is an int, and so is every value before it is coded. */
    static final double SYMBOL = 0x1p31;

    /** Leaves room for the rounding of sums. */
    private static final double LIMIT = Float.MAX_VALUE / 4;

    private Reach() {}

    /** The bound, if float32 holds it; else throws UserException. */
    static double held(double bound, String what) {
        if (!(bound <= LIMIT)) {
            throw new UserException("its weights let " + what + " grow beyond what float32 holds; export it again");
        }
        return bound;
    }

    /** The largest magnitude. */
    static double of(float[] values) {
        double most = 0;
        for (float value : values) {
            most = Math.max(most, Math.abs(value));
        }
        return most;
    }
}
