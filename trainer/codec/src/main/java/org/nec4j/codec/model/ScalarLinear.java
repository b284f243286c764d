package org.nec4j.codec.model;

import java.util.Arrays;

/** y = x wᵀ + b in float32, every sum taken over the inputs in their order, so that all machines get the same bits. */
final class ScalarLinear {
    private final int inputs;
    private final int outputs;
    private final float[][] transposed; // [inputs][outputs]

    private final float[] bias;
    private final OrderedProduct product;

    /** Weights as PyTorch's Linear keeps them: weight [outputs, inputs], bias [outputs]. */
    ScalarLinear(float[] weight, float[] bias) {
        this.outputs = bias.length;
        this.inputs = outputs == 0 ? 0 : weight.length / outputs;
        this.bias = bias;
        this.transposed = new float[inputs][outputs];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                transposed[i][o] = weight[o * inputs + i];
            }
        }
        this.product = Strict.LIBRARY.product(transposed);
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
                sum += input * Math.abs(transposed[i][o]);
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

    /** y [rows, outputs] + x [rows, inputs] wᵀ, without the bias. */
    void addTo(float[] y, float[] x, int rows) {
        product.addTo(y, x, rows);
    }

    static float[] relu(float[] x) {
        float[] y = Arrays.copyOf(x, x.length);
        for (int i = 0; i < y.length; i++) {
            y[i] = y[i] > 0 ? y[i] : 0;
        }
        return y;
    }
}
