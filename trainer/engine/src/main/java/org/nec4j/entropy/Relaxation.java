package org.nec4j.entropy;

/**
 * What stands for a transform codec's quantization and rate while it trains.
 *
 * @param rounding share of a step from which magnitudes round up, where bits have no price; 0 adds noise in place of rounding
 * @param price    of a bit, in squared steps; above 0 coefficients are quantized as a layered codec's encoder does
 * @param share    of the bits that are those of the symbols so quantized; the others are those of coefficients plus noise
 * @param from     steps that round before bits have their price
 */
public record Relaxation(double rounding, double price, double share, int from) {
    /** Noise for both: its gradients are slopes. */
    public static final Relaxation NOISE = rounding(0);

    /** Rounding with a dead zone, and the bits of noise. */
    public static Relaxation rounding(double rounding) {
        return new Relaxation(rounding, 0, 0, 0);
    }

    /** What it is when so many steps are done. */
    Relaxation after(int steps) {
        return steps < from ? rounding(rounding) : this;
    }
}
