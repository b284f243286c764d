package org.nec4j.factorize;

import java.util.Optional;
import org.nec4j.transform.Covariance;

/**
 * The directions in which a product's outputs vary, most variance first: eigenvectors of w S wᵀ, S being the centred covariance of its
 * input. The product of rank r that is nearest to w in E |w x - w' x|² is u uᵀ w with the first r of them as u's columns; nothing is
 * inverted. With S = 1 they are the left singular vectors of w, and u uᵀ w is nearest in the sum of squares of its numbers.
 *
 * @param rows      [k, N], orthonormal
 * @param variances along them, [k]
 * @param mean      of w x, [N]; zeros where S = 1
 */
record OutputAxes(double[][] rows, double[] variances, double[] mean) {
    /** Which side of a product of these sizes {@link #of} wants the moments of: its output, or its input where that is narrower. */
    static boolean ofOutputs(int out, int in) {
        return out <= in;
    }

    /**
     * Of a product w x + b.
     *
     * @param w       [N, K]
     * @param b       [N]
     * @param moments of its outputs w x + b, or where K is smaller of its inputs x; nothing for S = 1
     */
    static OutputAxes of(double[][] w, float[] b, Optional<Moments> moments) {
        int out = w.length;
        int in = w[0].length;
        if (ofOutputs(out, in)) {
            double[][] covariance =
                    moments.map(Moments::covariance).orElseGet(() -> Matrices.times(w, Matrices.transposed(w)));
            double[] mean = new double[out];
            moments.map(Moments::mean).ifPresent(of -> {
                for (int i = 0; i < out; i++) {
                    mean[i] = of[i] - b[i];
                }
            });
            Covariance.Axes axes = axes(covariance);
            return new OutputAxes(axes.rows(), axes.variances(), mean);
        }
        // w = q t with orthonormal columns q [N, K]: the eigenvectors of w S wᵀ are q times those of t S tᵀ, which is
        // [K, K].
        double[][] q = Matrices.orthonormalRows(Matrices.transposed(w)); // [K, N]
        double[][] t = Matrices.times(q, w); // [K, K]
        double[][] spread =
                moments.map(of -> Matrices.times(t, of.covariance())).orElse(t);
        Covariance.Axes axes = axes(Matrices.times(spread, Matrices.transposed(t)));
        double[] mean = moments.map(of -> Matrices.times(w, of.mean())).orElseGet(() -> new double[out]);
        return new OutputAxes(Matrices.times(axes.rows(), q), axes.variances(), mean);
    }

    private static Covariance.Axes axes(double[][] covariance) {
        return new Covariance(new double[covariance.length], Matrices.symmetric(covariance)).axes();
    }

    /** Each direction's share of all variance, [k]. */
    double[] shares() {
        double all = 0;
        for (double variance : variances) {
            all += variance;
        }
        double[] shares = new double[variances.length];
        for (int k = 0; k < shares.length; k++) {
            shares[k] = all > 0 ? variances[k] / all : 0;
        }
        return shares;
    }

    /**
     * The product of a rank as factors, its bias moved so that the mean of its outputs stays: b' = b + mean - u uᵀ mean.
     *
     * @param w    [N, K]
     * @param b    [N]
     * @param rank at most k
     */
    Factors factors(double[][] w, float[] b, int rank) {
        int out = w.length;
        int in = w[0].length;
        float[] u = new float[out * rank];
        float[] v = new float[rank * in];
        double[] bias = new double[out];
        for (int i = 0; i < out; i++) {
            bias[i] = b[i] + mean[i];
        }
        for (int r = 0; r < rank; r++) {
            double[] axis = rows[r];
            double along = 0;
            double[] row = new double[in];
            for (int i = 0; i < out; i++) {
                u[i * rank + r] = (float) axis[i];
                along += axis[i] * mean[i];
                for (int j = 0; j < in; j++) {
                    row[j] += axis[i] * w[i][j];
                }
            }
            for (int j = 0; j < in; j++) {
                v[r * in + j] = (float) row[j];
            }
            for (int i = 0; i < out; i++) {
                bias[i] -= along * axis[i];
            }
        }
        float[] moved = new float[out];
        for (int i = 0; i < out; i++) {
            moved[i] = (float) bias[i];
        }
        return new Factors(u, v, moved);
    }

    /**
     * A product u v x + bias.
     *
     * @param u    [N, r]
     * @param v    [r, K]
     * @param bias [N]
     */
    record Factors(float[] u, float[] v, float[] bias) {}
}
