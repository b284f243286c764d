package org.nec4j.codec;

/** The error function in double precision, from operations whose result the Java language fixes to the bit. */
final class Erf {
    /** From here on 1 - erf(x) is below 2^-53. */
    private static final double SATURATED = 6;

    private static final double TWO_OVER_SQRT_PI = 1.1283791670955126;

    private Erf() {}

    /**
     * erf(x) = 2 / sqrt(pi) exp(-x^2) sum_n 2^n x^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6), whose terms all have one sign;
     * the absolute error stays within a few 2^-53.
     */
    static double erf(double x) {
        if (Math.abs(x) >= SATURATED) {
            return Math.signum(x);
        }
        double square = x * x;
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 0x1p-54 * Math.abs(sum); n++) {
            term *= 2 * square / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-square) * sum;
    }
}
