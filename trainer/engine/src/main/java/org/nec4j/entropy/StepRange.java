package org.nec4j.entropy;

/**
 * How a step delta is drawn for every image, so that one model serves all rates: delta = 2^o, o uniform.
 *
 * @param low  the lowest o
 * @param high above it, the highest
 * @param pull the bits of an image count (delta / 2)^pull, so that coarse steps pull as much as fine ones
 */
public record StepRange(double low, double high, double pull) {
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

    /** The step. */
    public static double delta(double octave) {
        return StrictMath.pow(2, octave + 1);
    }

    /** What the image's bits count. */
    public double weight(double octave) {
        return StrictMath.pow(2, pull * octave);
    }
}
