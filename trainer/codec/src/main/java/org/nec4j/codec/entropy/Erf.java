package org.nec4j.codec.entropy;

/** The error function in double precision, from operations whose result the Java language fixes to the bit. */
public final class Erf {
    /** From here on 1 - erf(x) is below 2^-53. */
    private static final int SATURATED = 6;

    /** Grid points in a unit. At this distance four terms of the Taylor series leave an error below 1e-13. */
    private static final int STEPS = 128;

    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    /** For each grid point erf, its derivative, and that one's second and third relative to it by their Taylor weights: [point, 4]. */
    private static final double[] AT = new double[4 * (SATURATED * STEPS + 1)];

    static {
        for (int i = 0; 4 * i < AT.length; i++) {
            double x = (double) i / STEPS;
            double square = x * x;
            AT[4 * i] = bySeries(x);
            AT[4 * i + 1] = TWO_OVER_SQRT_PI * StrictMath.exp(-x * x);
            // The derivatives of erf are its slope times Hermite polynomials: -2x, 4x^2 - 2, -8x^3 + 12x.
            AT[4 * i + 2] = (4 * square - 2) / 6;
            AT[4 * i + 3] = (12 - 8 * square) * x / 24;
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
        int i = 4 * nearest;
        double value = AT[i] + AT[i + 1] * d * (1 + d * (-at + d * (AT[i + 2] + d * AT[i + 3])));
        return Math.copySign(value, x);
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
