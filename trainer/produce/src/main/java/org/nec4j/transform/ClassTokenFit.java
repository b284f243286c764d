package org.nec4j.transform;

import java.util.List;

/**
 * The linear map from the pooled vector to the class token, by ridge regression over the training embeddings: where no stream carries
 * the token, a head that asks for it gets this.
 *
 * @param weight [dim, dim]
 * @param bias   [dim]
 */
record ClassTokenFit(float[] weight, float[] bias) {
    /**
     * Fits.
     *
     * @param noise variance that quantization adds to each pooled component, by which the regression is held back
     */
    static ClassTokenFit of(List<float[]> embeddings, int dim, TokenGrid grid, double noise) {
        List<float[]> pooled = embeddings.stream().map(y -> grid.pooled(y, dim)).toList();
        Covariance covariance = Covariance.of(pooled, dim);
        Covariance.Axes axes = covariance.axes();
        double[] mean = new double[dim];
        for (float[] y : embeddings) {
            for (int d = 0; d < dim; d++) {
                mean[d] += y[d] / (double) embeddings.size();
            }
        }
        double[][] cross = new double[dim][dim]; // [axis, dim]: of the pooled coefficient with the class token
        for (int n = 0; n < embeddings.size(); n++) {
            float[] y = embeddings.get(n);
            float[] vector = pooled.get(n);
            for (int k = 0; k < dim; k++) {
                double coefficient = 0;
                for (int d = 0; d < dim; d++) {
                    coefficient += (vector[d] - covariance.mean()[d]) * axes.rows()[k][d];
                }
                for (int d = 0; d < dim; d++) {
                    cross[k][d] += coefficient * (y[d] - mean[d]) / embeddings.size();
                }
            }
        }
        double[][] map = new double[dim][dim];
        for (int k = 0; k < dim; k++) {
            double held = axes.variances()[k] + noise;
            for (int o = 0; o < dim; o++) {
                double slope = held > 0 ? cross[k][o] / held : 0;
                for (int i = 0; i < dim; i++) {
                    map[o][i] += slope * axes.rows()[k][i];
                }
            }
        }
        float[] weight = new float[dim * dim];
        float[] bias = new float[dim];
        for (int o = 0; o < dim; o++) {
            double sum = mean[o];
            for (int i = 0; i < dim; i++) {
                weight[o * dim + i] = (float) map[o][i];
                sum -= map[o][i] * covariance.mean()[i];
            }
            bias[o] = (float) sum;
        }
        return new ClassTokenFit(weight, bias);
    }
}
