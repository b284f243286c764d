package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * The first layer of a layered codec: the mean of the patch tokens, projected on axes of its own and quantized with a step of its own.
 * All arithmetic is double in a fixed order.
 */
final class PooledCoefficients {
    private final double[] mean; // [dim]
    private final float[] steps; // [P]
    private final float[] scales; // [K]
    private final float[] synthesis; // [K, dim]
    private final float[] analysis; // [K, dim]
    private final int[] rows; // [P, K]

    /**
     * By its numbers.
     *
     * @param mean      [dim], subtracted from the mean of the tokens
     * @param steps     [P], the steps it can be quantized with
     * @param scales    [K], each coefficient's step as a multiple of that
     * @param synthesis [K, dim], what a step of each coefficient adds to the vector
     * @param analysis  [K, dim], the projection that gives the coefficients
     * @param rows      [P, K], each coefficient's row of the tables, -1 for one that is always 0
     */
    PooledCoefficients(double[] mean, float[] steps, float[] scales, float[] synthesis, float[] analysis, int[] rows) {
        Steps.check(steps, "the pooled layer");
        Steps.check(scales, "the pooled layer's scales");
        this.mean = mean;
        this.steps = steps;
        this.scales = scales;
        this.synthesis = synthesis;
        this.analysis = analysis;
        this.rows = rows;
    }

    int dim() {
        return mean.length;
    }

    int components() {
        return scales.length;
    }

    float[] steps() {
        return steps;
    }

    /** The row of a coefficient at a step, -1 where it is always 0. */
    int row(int step, int k) {
        return rows[step * scales.length + k];
    }

    /** How large a component can be where no coefficient is larger than so many steps. */
    double reach(double value) {
        double most = 0;
        for (int d = 0; d < mean.length; d++) {
            double sum = Math.abs(mean[d]);
            for (int k = 0; k < scales.length; k++) {
                sum += value * Reach.of(steps) * scales[k] * Math.abs(synthesis[k * mean.length + d]);
            }
            most = Math.max(most, sum);
        }
        return Reach.held(most, "the pooled vector");
    }

    /** The coefficients [K], in units of the embedding, of the mean [dim] of an embedding's patch tokens. */
    double[] analyse(double[] pooled) {
        if (analysis.length == 0) {
            throw new UserException("this codec holds no analysis transform: it decodes, and cannot encode");
        }
        double[] coefficients = new double[scales.length];
        for (int k = 0; k < scales.length; k++) {
            double sum = 0;
            for (int d = 0; d < mean.length; d++) {
                sum += (pooled[d] - mean[d]) * analysis[k * mean.length + d];
            }
            coefficients[k] = sum;
        }
        return coefficients;
    }

    /** A coefficient in steps. */
    double inSteps(double coefficient, int step, int k) {
        return coefficient / ((double) steps[step] * scales[k]);
    }

    /** The pooled vector of values [K], in steps, at a step. */
    double[] synthesize(double[] values, int step) {
        double[] pooled = mean.clone();
        for (int k = 0; k < scales.length; k++) {
            if (values[k] != 0) {
                double value = values[k] * ((double) steps[step] * scales[k]);
                for (int d = 0; d < pooled.length; d++) {
                    pooled[d] += value * synthesis[k * pooled.length + d];
                }
            }
        }
        return pooled;
    }

    /** The mean [dim] over the vectors that begin at a number of values. */
    static double[] mean(float[] values, int from, int dim) {
        double[] mean = new double[dim];
        for (int i = from; i < values.length; i++) {
            mean[(i - from) % dim] += values[i];
        }
        for (int d = 0; d < dim; d++) {
            mean[d] /= (values.length - from) / dim;
        }
        return mean;
    }
}
