package org.nec4j.reid;

import java.util.List;
import org.nec4j.kernel.MetricKernels;
import org.nec4j.transform.KarhunenLoeve;

/**
 * Where projection and expansion begin: code = scale * axes (x - mean), of a variance of 1 over the training images, and x back from it.
 *
 * @param axes  orthonormal, [R][D]
 * @param mean  [D]
 * @param scale of every number of the code
 */
@SuppressWarnings("ArrayRecordComponent") // made once, read
record CodeStart(double[][] axes, double[] mean, double scale) {
    private static final int CANDIDATES = 100;

    /** The principal axes of embeddings [N][D], those of most variance first. */
    static CodeStart ofPrincipalAxes(List<float[]> embeddings, int width) {
        KarhunenLoeve found = KarhunenLoeve.fit(embeddings, embeddings.get(0).length);
        double[][] axes = new double[width][];
        System.arraycopy(found.axes(), 0, axes, 0, width);
        return scaled(axes, found.mean(), embeddings);
    }

    /** The first numbers of embeddings [N][D]. */
    static CodeStart ofSlice(List<float[]> embeddings, int width) {
        int dim = embeddings.get(0).length;
        double[] mean = new double[dim];
        for (float[] x : embeddings) {
            for (int d = 0; d < dim; d++) {
                mean[d] += (double) x[d] / embeddings.size();
            }
        }
        double[][] axes = new double[width][dim];
        for (int r = 0; r < width; r++) {
            axes[r][r] = 1;
        }
        return scaled(axes, mean, embeddings);
    }

    private static CodeStart scaled(double[][] axes, double[] mean, List<float[]> embeddings) {
        double variance = 0;
        for (float[] x : embeddings) {
            for (double[] axis : axes) {
                double along = 0;
                for (int d = 0; d < mean.length; d++) {
                    along += axis[d] * (x[d] - mean[d]);
                }
                variance += along * along / embeddings.size();
            }
        }
        return new CodeStart(axes, mean, variance > 0 ? 1 / Math.sqrt(variance) : 1);
    }

    /** [R, D] */
    float[] projection() {
        return flat(scale, false);
    }

    /** [R] */
    float[] projectionBias() {
        float[] bias = new float[axes.length];
        for (int r = 0; r < bias.length; r++) {
            double along = 0;
            for (int d = 0; d < mean.length; d++) {
                along += axes[r][d] * mean[d];
            }
            bias[r] = (float) (-scale * along);
        }
        return bias;
    }

    /** [D, R] */
    float[] expansion() {
        return flat(1 / scale, true);
    }

    /** [D] */
    float[] expansionBias() {
        float[] bias = new float[mean.length];
        for (int d = 0; d < bias.length; d++) {
            bias[d] = (float) mean[d];
        }
        return bias;
    }

    private float[] flat(double factor, boolean transposed) {
        int dim = mean.length;
        float[] all = new float[axes.length * dim];
        for (int r = 0; r < axes.length; r++) {
            for (int d = 0; d < dim; d++) {
                all[transposed ? d * axes.length + r : r * dim + d] = (float) (factor * axes[r][d]);
            }
        }
        return all;
    }

    /** The step between levels of so many bits that leaves the least squared error of these codes, among some from the largest number down. */
    static double step(List<float[]> codes, int bits) {
        double most = 0;
        for (float[] code : codes) {
            for (float x : code) {
                most = Math.max(most, Math.abs(x));
            }
        }
        double best = 1;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < CANDIDATES && most > 0; i++) {
            double step = most / MetricKernels.above(bits) * Math.pow(0.95, i);
            double error = error(codes, bits, step);
            if (error < least) {
                least = error;
                best = step;
            }
        }
        return best;
    }

    private static double error(List<float[]> codes, int bits, double step) {
        double sum = 0;
        for (float[] code : codes) {
            for (float x : code) {
                double level = bits == 1
                        ? x >= 0 ? 1 : -1
                        : Math.rint(
                                Math.max(-MetricKernels.below(bits), Math.min(MetricKernels.above(bits), x / step)));
                sum += (x - step * level) * (x - step * level);
            }
        }
        return sum;
    }
}
