package org.nec4j.entropy;

import java.util.function.Function;
import org.nec4j.kernel.Likelihood;

/**
 * A factorized density step by step as PyTorch evaluates it in float32: every operation is rounded to float32, in CompressAI's
 * order. Integer tables depend on the last digits, so this is what they are built with. Slow, scalar, and the same on
 * every machine.
 */
final class TorchDensity {
    private final int[] widths;
    private final float[][] weights; // layer i: softplus(H_i), [C, r_{i+1}, r_i]
    private final float[][] biases; // [C, r_{i+1}]
    private final float[][] factors; // tanh(a_i), [C, r_{i+1}]

    /** A density over tensors looked up by their keys. */
    TorchDensity(FactorizedDensity shape, Function<String, float[]> byKey) {
        widths = shape.widths();
        int layers = shape.layers();
        weights = new float[layers][];
        biases = new float[layers][];
        factors = new float[layers - 1][];
        for (int i = 0; i < layers; i++) {
            weights[i] = byKey.apply(FactorizedDensity.matrix(i)).clone();
            for (int n = 0; n < weights[i].length; n++) {
                weights[i][n] = softplus(weights[i][n]);
            }
            biases[i] = byKey.apply(FactorizedDensity.bias(i)).clone();
            if (i < layers - 1) {
                factors[i] = byKey.apply(FactorizedDensity.factor(i)).clone();
                for (int n = 0; n < factors[i].length; n++) {
                    factors[i][n] = tanh(factors[i][n]);
                }
            }
        }
    }

    /** The logit of channel c's cumulative probability at x. */
    float logit(int c, float x) {
        float[] in = {x};
        for (int i = 0; i < weights.length; i++) {
            float[] out = new float[widths[i + 1]];
            for (int j = 0; j < out.length; j++) {
                int row = c * out.length + j;
                float sum = 0;
                for (int k = 0; k < in.length; k++) {
                    sum += weights[i][row * in.length + k] * in[k];
                }
                float u = sum + biases[i][row];
                out[j] = i < factors.length ? u + factors[i][row] * tanh(u) : u;
            }
            in = out;
        }
        return in[0];
    }

    /** The probability between two logits. */
    static float probability(float lower, float upper, Likelihood likelihood) {
        if (likelihood == Likelihood.DIFFERENCE) {
            return sigmoid(upper) - sigmoid(lower);
        }
        float sign = -Math.signum(lower + upper);
        return Math.abs(sigmoid(sign * upper) - sigmoid(sign * lower));
    }

    static float sigmoid(float x) {
        return 1 / (1 + (float) StrictMath.exp(-x));
    }

    private static float tanh(float x) {
        return (float) StrictMath.tanh(x);
    }

    /** torch.nn.functional.softplus: linear beyond 20. */
    private static float softplus(float x) {
        return x > 20 ? x : (float) StrictMath.log1p((float) StrictMath.exp(x));
    }
}
