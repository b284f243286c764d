package org.nec4j.sensing;

import org.nec4j.kernel.Wavelet;

/**
 * What sensing and its recovery look like.
 *
 * @param measurements m, of every block
 * @param numbers      n of a block
 * @param iterations   K of the recovery
 * @param width        H of the controller
 * @param wavelet      in which blocks are sparse
 * @param levels       of the wavelet transform; 0 where blocks are sparse as they are
 */
public record SensingShape(int measurements, int numbers, int iterations, int width, Wavelet wavelet, int levels) {
    public SensingShape {
        if (measurements < 1 || measurements > numbers || iterations < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "sensing takes 1 to n measurements of n numbers, by one iteration and one unit at least, not "
                            + measurements + " of " + numbers + ", " + iterations + " and " + width);
        }
    }

    /**
     * How many numbers each iteration selects: p_k = floor of K steps from floor(1.2 S / K) to 1.2 S, for blocks of S numbers that matter; the
     * last, as the others, at most n.
     */
    public int[] selected(double sparsity) {
        double last = 1.2 * sparsity;
        double first = Math.floor(last / iterations);
        int[] selected = new int[iterations];
        for (int k = 0; k < iterations; k++) {
            double share = iterations == 1 ? 1 : (double) k / (iterations - 1);
            selected[k] = (int) Math.min(numbers, Math.floor(first + share * (last - first) + 1e-9));
        }
        return selected;
    }
}
