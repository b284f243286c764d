package org.nec4j.transform;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nec4j.codec.model.ContextModel;
import org.nec4j.codec.model.FixedPoint;

/**
 * The network that predicts a coefficient's magnitude from what is decoded before it, while it trains in float32: the code length of a discrete
 * Laplace distribution is least where m is the mean magnitude.
 *
 * <pre>
 *   log2 m = g_0 + w2 . tanh(W1 g + b1) + b2;   q = (sqrt(1 + m²) - 1) / m;   bits(s) = -log2((1 - q) / (1 + q) q^|s|)
 *   d bits / d log2 m = (m - |s|) / sqrt(1 + m²)
 * </pre>
 */
final class ContextNetwork {
    /** Hidden units. */
    static final int HIDDEN = 16;

    private static final int STEPS = 600;
    private static final int BATCH = 4096;
    private static final long TIMES = 16; // at most so often on average it sees a sample: small sets take small batches
    private static final double RATE = 5e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;
    private static final float LEAST = -12;
    private static final float MOST = 12;

    private final int inputs;
    private final float[] weights; // W1 [inputs, HIDDEN], b1 [HIDDEN], w2 [HIDDEN], b2
    private final float[] gradient;

    private ContextNetwork(int inputs) {
        this.inputs = inputs;
        this.weights = new float[(inputs + 2) * HIDDEN + 1];
        this.gradient = new float[weights.length];
    }

    /** One that predicts what is expected anyway. */
    static ContextNetwork untrained(int inputs) {
        return new ContextNetwork(inputs);
    }

    /** One that has learnt from samples; the same from the same samples and seed. */
    static ContextNetwork trained(ContextSamples samples, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ContextNetwork network = new ContextNetwork(samples.inputs());
        for (int i = 0; i < network.inputs * HIDDEN; i++) {
            network.weights[i] = (float) ((2 * random.nextDouble() - 1) / Math.sqrt(network.inputs));
        }
        double[] first = new double[network.weights.length];
        double[] second = new double[network.weights.length];
        float[] input = new float[samples.inputs()];
        int batch = (int) Math.max(1, Math.min(BATCH, TIMES * samples.size() / STEPS));
        for (int step = 1; step <= STEPS; step++) {
            Arrays.fill(network.gradient, 0);
            for (int i = 0; i < batch; i++) {
                int sample = random.nextInt(samples.size());
                samples.read(sample, input);
                network.learn(input, samples.magnitude(sample), samples.weight(sample) / batch);
            }
            network.move(step, first, second);
        }
        return network;
    }

    /** Adds the gradient of a sample's bits, so many times. */
    private void learn(float[] input, int magnitude, float times) {
        float[] hidden = hidden(input);
        int outputs = (inputs + 1) * HIDDEN;
        float log2 = input[0] + weights[weights.length - 1];
        for (int j = 0; j < HIDDEN; j++) {
            log2 += weights[outputs + j] * hidden[j];
        }
        double m = StrictMath.pow(2, Math.max(LEAST, Math.min(log2, MOST)));
        float out = times * (float) ((m - magnitude) / Math.sqrt(1 + m * m));
        gradient[gradient.length - 1] += out;
        for (int j = 0; j < HIDDEN; j++) {
            gradient[outputs + j] += out * hidden[j];
            hidden[j] = out * weights[outputs + j] * (1 - hidden[j] * hidden[j]);
        }
        for (int i = 0; i < inputs; i++) {
            float x = input[i];
            for (int j = 0; j < HIDDEN; j++) {
                gradient[i * HIDDEN + j] += x * hidden[j];
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            gradient[inputs * HIDDEN + j] += hidden[j];
        }
    }

    private float[] hidden(float[] input) {
        float[] hidden = Arrays.copyOfRange(weights, inputs * HIDDEN, (inputs + 1) * HIDDEN);
        for (int i = 0; i < inputs; i++) {
            float x = input[i];
            for (int j = 0; j < HIDDEN; j++) {
                hidden[j] += weights[i * HIDDEN + j] * x;
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            hidden[j] = (float) FixedPoint.tanh((long) (hidden[j] * FixedPoint.ONE)) / FixedPoint.ONE;
        }
        return hidden;
    }

    /** Adam, at a rate that falls linearly to 0. */
    private void move(int step, double[] first, double[] second) {
        double rate = RATE * (1 - (step - 1.0) / STEPS);
        double size = rate * Math.sqrt(1 - StrictMath.pow(BETA2, step)) / (1 - StrictMath.pow(BETA1, step));
        for (int i = 0; i < weights.length; i++) {
            first[i] += (1 - BETA1) * (gradient[i] - first[i]);
            second[i] += (1 - BETA2) * ((double) gradient[i] * gradient[i] - second[i]);
            weights[i] -= (float) (size * first[i] / (Math.sqrt(second[i]) + EPSILON));
        }
    }

    /** W1 in whole numbers, [HIDDEN, inputs]. */
    int[] hiddenWeight() {
        int[] transposed = new int[HIDDEN * inputs];
        for (int i = 0; i < transposed.length; i++) {
            transposed[i] = fixed(i % inputs * HIDDEN + i / inputs);
        }
        return transposed;
    }

    /** b1. */
    int[] hiddenBias() {
        return fixed(inputs * HIDDEN, HIDDEN);
    }

    /** w2. */
    int[] outputWeight() {
        return fixed((inputs + 1) * HIDDEN, HIDDEN);
    }

    /** b2. */
    int outputBias() {
        return fixed(weights.length - 1);
    }

    private int[] fixed(int from, int count) {
        int[] fixed = new int[count];
        Arrays.setAll(fixed, i -> fixed(from + i));
        return fixed;
    }

    private int fixed(int i) {
        return (int) Math.rint((double) weights[i] * FixedPoint.ONE);
    }

    /**
     * As a decoder runs it, of one step and one step of the pooled layer, with its tables from 0 on.
     *
     * @param expected [F, K], in 1/65536
     * @param pooled   [D], in 1/4096
     */
    ContextModel model(int[] expected, int[] pooled) {
        return new ContextModel(
                expected,
                new int[1],
                pooled,
                hiddenWeight(),
                hiddenBias(),
                outputWeight(),
                new int[] {outputBias()},
                pooled.length);
    }
}
