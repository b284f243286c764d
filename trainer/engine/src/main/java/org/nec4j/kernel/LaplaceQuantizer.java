package org.nec4j.kernel;

/**
 * What rate-distortion optimized quantization makes of a coefficient under a Laplace density around 0, with a step of 1: of the magnitude m
 * that it rounds to and the one below that whose (|v| - m)² + price * bits(m) is less, decoded to the mean of all that become it (Sullivan,
 * IEEE Transactions on Information Theory 42(5), 1996). StrictMath, so that all runs agree.
 *
 * <pre>
 *   |v| below t1 becomes 0, below t2 the mean of [t1, t2], and [m - 1/2 + h, m + 1/2 + h] its mean for m from 2 on
 *   h = price / (2 b log 2),   t1 = 1/2 + price / 2 * (bits(1) - bits(0)),   t2 = 3/2 + h,   none further than 1 from where it is at price 0
 * </pre>
 */
final class LaplaceQuantizer {
    private static final double PER_NAT = 1 / StrictMath.log(2);

    private double symbol;
    private double decoded;

    /**
     * Quantizes a coefficient.
     *
     * @param v     in steps
     * @param scale b of the density, positive, in steps
     * @param price of a bit, in squared steps, 0 or more
     */
    void of(double v, double scale, double price) {
        symbol = 0;
        decoded = 0;
        double a = Math.abs(v);
        if (a < 0.5) {
            return;
        }
        double root = StrictMath.exp(-0.5 / scale);
        double dearer = 1 + PER_NAT * (0.5 / scale - StrictMath.log1p(root)); // bits(1) - bits(0)
        double first = 0.5 + Math.min(1, price / 2 * dearer);
        if (a < first) {
            return;
        }
        double shift = Math.min(1, price / 2 * PER_NAT / scale);
        double second = Math.max(first, 1.5 + shift);
        double magnitude = a < second ? 1 : Math.floor(a + 0.5 - shift);
        double low = a < second ? first : magnitude - 0.5 + shift;
        double width = a < second ? second - first : 1;
        symbol = Math.copySign(magnitude, v);
        decoded = Math.copySign(low + scale - width / StrictMath.expm1(width / scale), v);
    }

    /** What is coded. */
    double symbol() {
        return symbol;
    }

    /** What it stands for, in steps. */
    double decoded() {
        return decoded;
    }
}
