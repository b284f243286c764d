package org.nec4j.transform;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Second-order statistics of all tokens of the training embeddings.
 *
 * @param mean   [dim]
 * @param matrix [dim, dim], symmetric
 */
public record Covariance(double[] mean, double[][] matrix) {
    private static final int CHUNKS = 16; // fixed, so that sums do not depend on the number of threads

    /** Orthonormal rows [dim, dim] in descending order of the variance along them [dim]. */
    public record Axes(double[][] rows, double[] variances) {}

    /** Of embeddings [tokens * dim]; every token counts once. */
    public static Covariance of(List<float[]> items, int dim) {
        double count = items.stream().mapToLong(i -> i.length / dim).sum();
        double[] mean = new double[dim];
        for (float[] item : items) {
            for (int i = 0; i < item.length; i++) {
                mean[i % dim] += item[i] / count;
            }
        }
        double[][][] parts = IntStream.range(0, CHUNKS)
                .parallel()
                .mapToObj(k -> scatter(items.subList(items.size() * k / CHUNKS, items.size() * (k + 1) / CHUNKS), mean))
                .toArray(double[][][]::new);
        double[][] matrix = new double[dim][dim];
        for (double[][] part : parts) {
            for (int a = 0; a < dim; a++) {
                for (int b = 0; b <= a; b++) {
                    matrix[a][b] += part[a][b] / count;
                    matrix[b][a] = matrix[a][b];
                }
            }
        }
        return new Covariance(mean, matrix);
    }

    /** The eigenvectors; each one's largest component is positive, so that the axes do not depend on the solver's signs. */
    public Axes axes() {
        int dim = mean.length;
        Eigenvectors vectors = Eigenvectors.of(matrix);
        double[][] rows = vectors.rows();
        double[] variances = new double[dim];
        for (int k = 0; k < dim; k++) {
            variances[k] = Math.max(0, vectors.values()[k]);
            int largest = 0;
            for (int d = 0; d < dim; d++) {
                largest = Math.abs(rows[k][d]) > Math.abs(rows[k][largest]) ? d : largest;
            }
            if (rows[k][largest] < 0) {
                for (int d = 0; d < dim; d++) {
                    rows[k][d] = -rows[k][d];
                }
            }
        }
        return new Axes(rows, variances);
    }

    /** The lower triangle of the sum of (y - mean) (y - mean)^T. */
    private static double[][] scatter(List<float[]> items, double[] mean) {
        int dim = mean.length;
        double[][] sum = new double[dim][dim];
        double[] centred = new double[dim];
        for (float[] item : items) {
            for (int at = 0; at < item.length; at += dim) {
                for (int d = 0; d < dim; d++) {
                    centred[d] = item[at + d] - mean[d];
                }
                for (int a = 0; a < dim; a++) {
                    double value = centred[a];
                    double[] row = sum[a];
                    for (int b = 0; b <= a; b++) {
                        row[b] += value * centred[b];
                    }
                }
            }
        }
        return sum;
    }
}
