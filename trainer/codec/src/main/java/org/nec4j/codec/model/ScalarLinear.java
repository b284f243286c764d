package org.nec4j.codec.model;

import java.util.Arrays;

/** y = x wᵀ + b in float32, every sum taken over the inputs in their order, so that all machines get the same bits. */
final class ScalarLinear {
    private static final int ROWS = 4;

    private final int inputs;
    private final int outputs;
    /** [inputs, outputs]: the innermost loop runs over independent outputs, which a compiler may vectorize freely. */
    private final float[] transposed;

    private final float[] bias;

    /** Weights as PyTorch's Linear keeps them: weight [outputs, inputs], bias [outputs]. */
    ScalarLinear(float[] weight, float[] bias) {
        this.outputs = bias.length;
        this.inputs = outputs == 0 ? 0 : weight.length / outputs;
        this.bias = bias;
        this.transposed = new float[weight.length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                transposed[i * outputs + o] = weight[o * inputs + i];
            }
        }
    }

    int outputs() {
        return outputs;
    }

    /** How large an output can be where no input is larger than this. */
    double reach(double input) {
        double most = 0;
        for (int o = 0; o < outputs; o++) {
            double sum = Math.abs(bias[o]);
            for (int i = 0; i < inputs; i++) {
                sum += input * Math.abs(transposed[i * outputs + o]);
            }
            most = Math.max(most, sum);
        }
        return Reach.held(most, "the outputs of a linear layer");
    }

    /** x [rows, inputs] to [rows, outputs]. */
    float[] apply(float[] x, int rows) {
        float[] y = new float[rows * outputs];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(bias, 0, y, row * outputs, outputs);
        }
        addTo(y, x, rows);
        return y;
    }

    /** y [rows, outputs] + x [rows, inputs] wᵀ, without the bias; several rows at a time, so that weights are fetched once for all of them. */
    void addTo(float[] y, float[] x, int rows) {
        float[][] sums = new float[ROWS][outputs];
        int row = 0;
        for (; row + ROWS <= rows; row += ROWS) {
            for (int r = 0; r < ROWS; r++) {
                System.arraycopy(y, (row + r) * outputs, sums[r], 0, outputs);
            }
            for (int i = 0; i < inputs; i++) {
                int at = row * inputs + i;
                addScaled(sums, i * outputs, x[at], x[at + inputs], x[at + 2 * inputs], x[at + 3 * inputs]);
            }
            for (int r = 0; r < ROWS; r++) {
                System.arraycopy(sums[r], 0, y, (row + r) * outputs, outputs);
            }
        }
        for (; row < rows; row++) {
            System.arraycopy(y, row * outputs, sums[0], 0, outputs);
            for (int i = 0; i < inputs; i++) {
                addScaled(x[row * inputs + i], i * outputs, sums[0]);
            }
            System.arraycopy(sums[0], 0, y, row * outputs, outputs);
        }
    }

    private void addScaled(float factor, int from, float[] sums) {
        for (int o = 0; o < sums.length; o++) {
            sums[o] += factor * transposed[from + o];
        }
    }

    private void addScaled(float[][] sums, int from, float f0, float f1, float f2, float f3) {
        float[] sums0 = sums[0];
        float[] sums1 = sums[1];
        float[] sums2 = sums[2];
        float[] sums3 = sums[3];
        float[] weights = transposed;
        for (int o = 0; o < sums0.length; o++) {
            float weight = weights[from + o];
            sums0[o] += f0 * weight;
            sums1[o] += f1 * weight;
            sums2[o] += f2 * weight;
            sums3[o] += f3 * weight;
        }
    }

    static float[] relu(float[] x) {
        float[] y = Arrays.copyOf(x, x.length);
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] > 0 ? y[i] : 0;
        }
        return y;
    }
}
