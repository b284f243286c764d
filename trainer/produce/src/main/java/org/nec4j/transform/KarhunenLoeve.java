package org.nec4j.transform;

import java.util.List;

/**
 * The Karhunen-Loeve transform of a token: projections on the eigenvectors of the training tokens' covariance.
 *
 * @param mean [dim]
 * @param axes orthonormal rows [dim, dim], most variance first
 */
public record KarhunenLoeve(double[] mean, double[][] axes) implements EmbeddingTransform {
    /** Learns mean and axes from embeddings [tokens * dim]. */
    public static KarhunenLoeve fit(List<float[]> train, int dim) {
        Covariance covariance = Covariance.of(train, dim);
        return new KarhunenLoeve(covariance.mean(), covariance.axes().rows());
    }

    @Override
    public double[] analyse(float[] embedding) {
        int dim = mean.length;
        int tokens = embedding.length / dim;
        double[] centred = new double[embedding.length]; // [dim, tokens]
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                centred[d * tokens + t] = embedding[t * dim + d] - mean[d];
            }
        }
        double[] coefficients = new double[embedding.length];
        for (int k = 0; k < dim; k++) {
            for (int d = 0; d < dim; d++) {
                addRow(coefficients, k * tokens, axes[k][d], centred, d * tokens, tokens);
            }
        }
        return coefficients;
    }

    @Override
    public float[] synthesize(double[] coefficients) {
        int dim = mean.length;
        int tokens = coefficients.length / dim;
        double[] centred = new double[coefficients.length]; // [dim, tokens]
        for (int k = 0; k < dim; k++) {
            if (isZero(coefficients, k * tokens, tokens)) { // most are, at low rates
                continue;
            }
            for (int d = 0; d < dim; d++) {
                addRow(centred, d * tokens, axes[k][d], coefficients, k * tokens, tokens);
            }
        }
        float[] embedding = new float[coefficients.length];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                embedding[t * dim + d] = (float) (mean[d] + centred[d * tokens + t]);
            }
        }
        return embedding;
    }

    @Override
    public long sideBytes() {
        return 4L * mean.length * (mean.length + 1);
    }

    private static boolean isZero(double[] values, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (values[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static void addRow(double[] sum, int at, double factor, double[] row, int from, int length) {
        for (int i = 0; i < length; i++) {
            sum[at + i] += factor * row[from + i];
        }
    }
}
