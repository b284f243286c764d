package org.nec4j.nn;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Weights of linear layers and norms before any training. */
public final class InitialWeights {
    private InitialWeights() {}

    /** A source of numbers that depend on the seed and a tensor's name alone. */
    public static SplittableRandom random(String name, long seed) {
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + name.hashCode());
    }

    /**
     * Matrices uniform after Glorot and Bengio (2010), all dimensions but the first taken together; biases 0, gains 1.
     *
     * @param name of the tensor; one that ends in .bias is a bias, another of one dimension a gain
     */
    public static float[] draw(String name, long[] shape, long seed) {
        float[] values = new float[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
        if (name.endsWith(".bias")) {
            return values;
        }
        if (shape.length == 1) {
            Arrays.fill(values, 1);
            return values;
        }
        SplittableRandom random = random(name, seed);
        double bound = Math.sqrt(6.0 / (shape[0] + values.length / shape[0]));
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-bound, bound);
        }
        return values;
    }
}
