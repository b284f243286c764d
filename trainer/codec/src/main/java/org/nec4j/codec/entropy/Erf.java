package org.nec4j.codec.entropy;

/** The error function in double precision, from operations whose result the Java language fixes to the bit. */
public final class Erf {
    /** From here on 1 - erf(x) is below 2^-53. */
    private static final int SATURATED = 6;

    /** Grid points in a unit. At this distance four terms of the Taylor series leave an error below 1e-13. */
    private static final int STEPS = 128;

    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    /** erf at the grid points, and its derivative there. */
    private static final double[] VALUES = new double[SATURATED * STEPS + 1];

    private static final double[] SLOPES = new double[SATURATED * STEPS + 1];

    static {
        for (int i = 0; i < VALUES.length; i++) {
            double x = (double) i / STEPS;
            VALUES[i] = bySeries(x);
            SLOPES[i] = TWO_OVER_SQRT_PI * StrictMath.exp(-x * x);
        }
    }

    private Erf() {}

    /** erf(x), its absolute error below 1e-13. */
    public static double erf(double x) {
        double magnitude = Math.abs(x);
        if (!(magnitude < SATURATED)) {
            return Math.signum(x);
        }
        int nearest = (int) (magnitude * STEPS + 0.5);
        double at = (double) nearest / STEPS;
        double d = magnitude - at;
        // The derivatives of erf are its slope times Hermite polynomials: -2x, 4x^2 - 2, -8x^3 + 12x.
        double square = at * at;
        double third = (4 * square - 2) / 6;
        double fourth = (12 - 8 * square) * at / 24;
        double value = VALUES[nearest] + SLOPES[nearest] * d * (1 + d * (-at + d * (third + d * fourth)));
        return x < 0 ? -value : value;
    }

    /**
     * erf(x) = 2 / sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6), whose terms all have one sign.
     */
    private static double bySeries(double x) {
        double square = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; term > 0x1p-54 * sum; n++) {
            term *= 2 * square / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-square) * sum;
    }
}
