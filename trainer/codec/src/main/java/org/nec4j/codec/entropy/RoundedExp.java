package org.nec4j.codec.entropy;

/**
 * The exponential function rounded to float32, the bits that StrictMath's gives when it is rounded, in a fifth of its time. A table of powers of two
 * and a Taylor polynomial have 13 digits, which decide how to round but where the value lies almost in the middle between two floats: there
 * StrictMath decides.
 */
public final class RoundedExp {
    /** Table entries to a doubling. */
    private static final int STEPS = 64;

    private static final int STEP_BITS = 6;
    private static final double STEPS_OVER_LN2 = STEPS / 0.6931471805599453;
    private static final double LN2_OVER_STEPS = 0.6931471805599453 / STEPS;

    /** Added to a double and subtracted again it rounds to a whole number, which the sum has in its last bits. */
    private static final double ROUNDER = 0x1.8p52;

    /** Between these both results are normal numbers. */
    private static final double LEAST = -87;

    private static final double MOST = 88;

    private static final double[] POWERS = new double[STEPS];

    private static final int MANTISSA_BITS = 52;
    /** Bits of a double's mantissa that a float has not, and where its middle between two floats lies. */
    private static final long DROPPED = (1L << 29) - 1;

    private static final long MIDDLE = 1L << 28;

    /** How near to the middle StrictMath decides: 2^-40 of the value, ten times the errors of table, polynomial and argument together. */
    private static final long NEAR = 1L << 12;

    static {
        for (int i = 0; i < STEPS; i++) {
            POWERS[i] = StrictMath.pow(2, (double) i / STEPS);
        }
    }

    private RoundedExp() {}

    /** (float) StrictMath.exp(x). */
    public static float of(double x) {
        if (!(x > LEAST && x < MOST)) {
            return (float) StrictMath.exp(x);
        }
        double shifted = x * STEPS_OVER_LN2 + ROUNDER;
        double r = x - (shifted - ROUNDER) * LN2_OVER_STEPS; // |r| <= ln 2 / 128
        long n = Double.doubleToRawLongBits(shifted);
        double power = POWERS[(int) n & STEPS - 1] * (1 + r * (1 + r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24)))));
        long bits = Double.doubleToRawLongBits(power) + (n >> STEP_BITS << MANTISSA_BITS);
        if ((bits - (MIDDLE - NEAR) & DROPPED) <= 2 * NEAR) {
            return (float) StrictMath.exp(x);
        }
        return (float) Double.longBitsToDouble(bits);
    }
}
