package org.nec4j.entropy;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * How a step delta is drawn for every image, so that one model serves all rates: delta = 2^o, o uniform.
 *
 * @param low  the lowest o
 * @param high above it, the highest
 * @param pull the bits of an image count (delta / 2)^pull, so that coarse steps pull as much as fine ones
 */
public record StepRange(double low, double high, double pull) {
    private static final double EDGE = 1e-3;

    /** The range that trained codecs serve. */
    public static final StepRange USUAL = new StepRange(-0.5, 2.2, 1.2);

    /**
     * Octaves of delta above 2 of every image, log2(delta) - 1, from the first number of its noise.
     *
     * @param noise  all images' noise, each number of [-1/2, 1/2)
     * @param images how many
     */
    public double[] octaves(float[] noise, int images) {
        double[] octaves = new double[images];
        for (int b = 0; b < images; b++) {
            octaves[b] = low - 1 + (high - low) * (noise[b * (noise.length / images)] + 0.5);
        }
        return octaves;
    }

    /** The octave in the middle, a multiple of a half. */
    public double middle() {
        return Math.rint(low + high) / 2 - 1;
    }

    /** Steps half an octave apart, powers of the square root of 2, coarse to fine; at least one. */
    public double[] halfOctaves() {
        double[] octaves = IntStream.rangeClosed(0, (int) Math.floor(2 * (high - low)) + 1)
                .mapToDouble(i -> (Math.floor(2 * high + EDGE) - i) / 2)
                .filter(octave -> octave >= low - EDGE)
                .toArray();
        return (octaves.length > 0 ? DoubleStream.of(octaves) : DoubleStream.of((low + high) / 2))
                .map(octave -> StrictMath.pow(2, octave))
                .toArray();
    }

    /** The step. */
    public static double delta(double octave) {
        return StrictMath.pow(2, octave + 1);
    }

    /** What the image's bits count. */
    public double weight(double octave) {
        return StrictMath.pow(2, pull * octave);
    }
}
