package org.nec4j.codec.model;

import java.util.Arrays;
import org.nec4j.codec.error.UserException;

/**
 * The second layer of a layered codec: how tokens differ from their mean. Each is projected on axes, and each projection is transformed
 * over the grid; of its frequencies the constant one belongs to the {@link PooledCoefficients}. All arithmetic is double in a fixed order.
 */
final class TokenLayer {
    private final Grid grid;
    private final int dim;
    private final int[] order; // [F], frequencies u * width + v
    private final float[] steps; // [N]
    private final float[] scales; // [F, K]
    private final double[][] synthesis; // [K][dim]
    private final float[] analysis; // [K, dim]
    private final int[] rows; // [N, F, K]
    private final int components;

    /**
     * By its numbers.
     *
     * @param grid      of the tokens
     * @param order     [F], frequencies in the order of the stream: u * width + v, not 0
     * @param steps     [N], the steps it can be quantized with
     * @param scales    [F, K], each coefficient's step as a multiple of that
     * @param synthesis [K, dim]
     * @param analysis  [K, dim]
     * @param rows      [N, F, K], each coefficient's row of the tables, -1 for one that is always 0
     */
    TokenLayer(
            Grid grid,
            int dim,
            int[] order,
            float[] steps,
            float[] scales,
            float[] synthesis,
            float[] analysis,
            int[] rows) {
        Steps.check(steps, "the token layer");
        Steps.check(scales, "the token layer's scales");
        boolean[] seen = new boolean[grid.tokens()];
        for (int frequency : order) {
            if (seen[frequency]) {
                throw new UserException("the frequency " + frequency + " stands twice in the order of the token layer");
            }
            seen[frequency] = true;
        }
        this.grid = grid;
        this.dim = dim;
        this.order = order;
        this.steps = steps;
        this.scales = scales;
        this.synthesis = rows(synthesis, dim);
        this.analysis = analysis;
        this.rows = rows;
        this.components = this.synthesis.length;
    }

    private static double[][] rows(float[] matrix, int width) {
        double[][] rows = new double[matrix.length / width][width];
        for (int i = 0; i < matrix.length; i++) {
            rows[i / width][i % width] = matrix[i];
        }
        return rows;
    }

    /** F. */
    int frequencies() {
        return order.length;
    }

    /** K. */
    int components() {
        return components;
    }

    float[] steps() {
        return steps;
    }

    /** u * width + v of the frequency at a place of the order. */
    int frequency(int place) {
        return order[place];
    }

    /** The static row of coefficient k of the frequency at a place, -1 where it is always 0. */
    int row(int step, int place, int k) {
        return rows[(step * order.length + place) * components + k];
    }

    /** What a context model has to know of the order. */
    ContextFeatures.Layout layout(int height, int width) {
        return ContextFeatures.Layout.of(order, height, width, components);
    }

    /** The rows of a step where no context chooses them. */
    TokenRows rows(int step) {
        return new TokenRows() {
            @Override
            public int row(int place, int k) {
                return TokenLayer.this.row(step, place, k);
            }

            @Override
            public void put(int place, int k, int symbol) {
                // Static rows learn nothing.
            }
        };
    }

    /** What belongs to frequencies [height, width], shared out among the grid's tokens. */
    double[] overTokens(double[] perFrequency) {
        return grid.overTokens(perFrequency);
    }

    /** By how much a component can differ from the pooled one where no coefficient is larger than so many steps. */
    double reach(double value) {
        double most = 0;
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (int k = 0; k < components; k++) {
                sum += Math.abs(synthesis[k][d]);
            }
            most = Math.max(most, sum);
        }
        return Reach.held(
                most * grid.gain() * value * Reach.of(steps) * Reach.of(scales), "the components of embeddings");
    }

    /**
     * The coefficients [F, K], in units of the embedding.
     *
     * @param tokens [grid's tokens, dim], each less the mean at its place
     */
    double[] analyse(double[] tokens) {
        if (analysis.length == 0) {
            throw new UserException("this codec holds no analysis transform: it decodes, and cannot encode");
        }
        double[] coefficients = new double[order.length * components];
        double[] plane = new double[grid.tokens()];
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < plane.length; t++) {
                double sum = 0;
                for (int d = 0; d < dim; d++) {
                    sum += tokens[t * dim + d] * analysis[k * dim + d];
                }
                plane[t] = sum;
            }
            grid.apply(plane, 0, false);
            for (int place = 0; place < order.length; place++) {
                coefficients[place * components + k] = plane[order[place]];
            }
        }
        return coefficients;
    }

    /** A coefficient in steps. */
    double inSteps(double coefficient, int step, int place, int k) {
        return coefficient / ((double) steps[step] * scales[place * components + k]);
    }

    /** Adds what values [F, K], in steps, stand for to tokens [grid's tokens, dim]; axes whose values are all 0 are passed over. */
    void synthesize(double[] values, int step, double[] tokens) {
        double[][] planes = new double[components][];
        double[][] axes = new double[components][];
        int count = 0;
        for (int k = 0; k < components; k++) {
            double[] plane = new double[grid.tokens()];
            boolean all0 = true;
            for (int place = 0; place < order.length; place++) {
                double value = values[place * components + k];
                all0 &= value == 0;
                plane[order[place]] = value * ((double) steps[step] * scales[place * components + k]);
            }
            if (!all0) {
                grid.apply(plane, 0, true);
                planes[count] = plane;
                axes[count++] = synthesis[k];
            }
        }
        double[][] used = Arrays.copyOf(axes, count);
        double[] factors = new double[count];
        double[] sums = new double[dim];
        for (int t = 0; t < grid.tokens(); t++) {
            for (int i = 0; i < count; i++) {
                factors[i] = planes[i][t];
            }
            System.arraycopy(tokens, t * dim, sums, 0, dim);
            OrderedSums.add(sums, factors, 0, used);
            System.arraycopy(sums, 0, tokens, t * dim, dim);
        }
    }
}
