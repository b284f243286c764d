package org.nec4j.codec.model;

import java.util.Arrays;
import org.nec4j.codec.error.UserException;

/**
 * The linear transform of a transform codec: every token is projected on K axes of the embedding's space, and each projection is
 * transformed over the square grid of patch tokens; the class token, token 0, has no neighbours and is left out of the latter.
 *
 * <p>All arithmetic is double in a fixed order, so that a decoder gives the same bits everywhere.
 */
final class TokenTransform {
    private final float[] mean; // [dim]
    private final float[] axes; // [K, dim], orthonormal rows
    private final Grid grid;
    private final int components;

    /**
     * By its numbers.
     *
     * @param mean  [dim], subtracted from every token
     * @param axes  [K, dim], orthonormal rows
     * @param plane [side, side], orthonormal rows, applied to rows and columns of the grid
     */
    TokenTransform(float[] mean, float[] axes, float[] plane) {
        this.components = mean.length == 0 ? 0 : axes.length / mean.length;
        if (mean.length == 0
                || axes.length == 0
                || components * mean.length != axes.length
                || components > mean.length) {
            throw new UserException(
                    "axes of " + axes.length + " numbers are none of a space of " + mean.length + " dimensions");
        }
        for (float[] numbers : new float[][] {mean, axes, plane}) {
            for (float number : numbers) {
                if (!Float.isFinite(number)) {
                    throw new UserException("a transform holds the number " + number);
                }
            }
        }
        this.mean = mean.clone();
        this.axes = axes.clone();
        this.grid = new Grid(plane, plane);
    }

    int dim() {
        return mean.length;
    }

    /** The only number of tokens it takes. */
    int tokens() {
        return 1 + grid.tokens();
    }

    /** K. */
    int components() {
        return components;
    }

    /** How large a component of an embedding can be where no coefficient is larger than this. */
    double reach(double coefficient) {
        double over = grid.gain();
        double most = 0;
        for (int d = 0; d < mean.length; d++) {
            double sum = Math.abs(mean[d]);
            for (int k = 0; k < components; k++) {
                sum += coefficient * over * Math.abs(axes[k * mean.length + d]);
            }
            most = Math.max(most, sum);
        }
        return Reach.held(most, "the components of embeddings");
    }

    /** Coefficients [K, tokens] of y [tokens, dim]. */
    double[] analyse(float[] y) {
        int dim = mean.length;
        int tokens = tokens();
        double[] coefficients = new double[components * tokens];
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < tokens; t++) {
                double sum = 0;
                for (int d = 0; d < dim; d++) {
                    sum += ((double) y[t * dim + d] - mean[d]) * axes[k * dim + d];
                }
                coefficients[k * tokens + t] = sum;
            }
            grid.apply(coefficients, k * tokens + 1, false);
        }
        return coefficients;
    }

    /** The embedding [tokens, dim] of coefficients [K, tokens], which are overwritten; all-zero components are passed over. */
    float[] synthesize(double[] coefficients) {
        int dim = mean.length;
        int tokens = tokens();
        double[] y = new double[tokens * dim];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                y[t * dim + d] = mean[d];
            }
        }
        for (int k = 0; k < components; k++) {
            if (allZero(coefficients, k * tokens, tokens)) {
                continue;
            }
            grid.apply(coefficients, k * tokens + 1, true);
            for (int t = 0; t < tokens; t++) {
                double coefficient = coefficients[k * tokens + t];
                for (int d = 0; d < dim; d++) {
                    y[t * dim + d] += coefficient * axes[k * dim + d];
                }
            }
        }
        float[] rounded = new float[y.length];
        for (int i = 0; i < y.length; i++) {
            rounded[i] = (float) y[i];
        }
        return rounded;
    }

    /**
     * What belongs to coefficients, shared out among the tokens.
     *
     * @param perCoefficient [K or more, tokens], such as bits
     * @return [tokens], each coefficient's number in proportion to the energy that its basis function has at each patch; that of a
     *     coefficient of the class token is the class token's
     */
    double[] overTokens(double[] perCoefficient) {
        int tokens = tokens();
        double[] over = new double[tokens];
        for (int i = 0; i < perCoefficient.length; i++) {
            over[i % tokens] += perCoefficient[i];
        }
        double[] patches = grid.overTokens(Arrays.copyOfRange(over, 1, tokens));
        System.arraycopy(patches, 0, over, 1, patches.length);
        return over;
    }

    private static boolean allZero(double[] values, int from, int length) {
        return Arrays.stream(values, from, from + length).allMatch(value -> value == 0);
    }
}
