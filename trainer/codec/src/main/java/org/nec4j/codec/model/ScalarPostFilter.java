package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * What a decoder learnt to add to tokens that come out of the inverse transform: the output of one transformer block, less its mean over
 * the tokens, so that the pooled vector stays what the pooled layer made it. Strict float32 as in {@link ScalarBlock}.
 *
 * <pre>
 *   z = x inputᵀ + (positions + level * rate);   o = norm(block(z)) outputᵀ;   y = x + gain * (o - mean over tokens of o)
 * </pre>
 */
final class ScalarPostFilter {
    private final int tokens;
    private final int dim;
    private final int width; // of the block
    private final ScalarLinear input;
    private final float[] positions; // [tokens, width]
    private final float[] rate; // [width]
    private final float[] level; // [N]
    private final float[] gain; // [N]
    private final ScalarBlock block;
    private final ScalarNorm norm;
    private final ScalarLinear output;

    /** Reads it from a codec file, where it stands under a prefix. */
    ScalarPostFilter(CheckedTensors file, String prefix, int tokens, int dim, int steps) {
        this.tokens = tokens;
        this.dim = dim;
        this.width = file.size(prefix + "rate", 1, 0);
        if (width < 1 || width > dim) {
            throw new UserException(
                    "a post-filter " + width + " wide, where embeddings have " + dim + " numbers a token");
        }
        int heads = file.ints(prefix + "heads", 1, width)[0];
        float epsilon = file.floats(prefix + "epsilon")[0];
        if (width % heads != 0 || !(epsilon > 0)) {
            throw new UserException(
                    heads + " heads do not divide " + width + ", or the epsilon " + epsilon + " is not positive");
        }
        this.input = unbiased(file.floats(prefix + "input.weight", width, dim), width);
        this.positions = file.floats(prefix + "positions", tokens, width);
        this.rate = file.floats(prefix + "rate", width);
        this.level = file.floats(prefix + "level", steps);
        this.gain = file.floats(prefix + "gain", steps);
        this.block = new ScalarBlock(file, prefix + "block.", width, heads, epsilon);
        this.norm = ScalarNorm.plain(width, epsilon);
        this.output = unbiased(file.floats(prefix + "output.weight", dim, width), dim);
    }

    private static ScalarLinear unbiased(float[] weight, int outputs) {
        return new ScalarLinear(weight, new float[outputs]);
    }

    /** How large a component can become where none is larger than this before. */
    double reach(double x) {
        double start = Reach.of(positions) + Reach.of(level) * Reach.of(rate);
        block.reach(Reach.held(input.reach(x) + start, "the input of the post-filter"));
        return Reach.held(x + 2.01 * Reach.of(gain) * output.reach(norm.reach()), "filtered embeddings");
    }

    /** x [tokens, dim] to the same shape, at a step of the token layer. */
    float[] apply(float[] x, int step) {
        float[] z = new float[tokens * width];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < width; d++) {
                z[t * width + d] = positions[t * width + d] + level[step] * rate[d];
            }
        }
        input.addTo(z, x, tokens);
        float[] correction = output.apply(norm.apply(block.apply(z, tokens), tokens), tokens);
        float[] mean = mean(correction);
        float[] y = new float[x.length];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                y[t * dim + d] = x[t * dim + d] + gain[step] * (correction[t * dim + d] - mean[d]);
            }
        }
        return y;
    }

    /** Over the tokens, the sums in double. */
    private float[] mean(float[] values) {
        double[] sums = new double[dim];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                sums[d] += values[t * dim + d];
            }
        }
        float[] mean = new float[dim];
        for (int d = 0; d < dim; d++) {
            mean[d] = (float) (sums[d] / tokens);
        }
        return mean;
    }
}
