package org.nec4j.eval;

/**
 * Shifts and scales every feature to mean 0 and variance 1 over the images it was fitted on.
 * A feature that does not vary is only shifted, as in scikit-learn's StandardScaler.
 */
record FeatureScaling(double[] mean, double[] scale) {
    static FeatureScaling fit(double[][] rows) {
        int dim = rows[0].length;
        double[] mean = new double[dim];
        for (double[] row : rows) {
            for (int d = 0; d < dim; d++) {
                mean[d] += row[d] / rows.length;
            }
        }
        double[] scale = new double[dim];
        for (double[] row : rows) {
            for (int d = 0; d < dim; d++) {
                scale[d] += (row[d] - mean[d]) * (row[d] - mean[d]) / rows.length;
            }
        }
        for (int d = 0; d < dim; d++) {
            boolean constant = scale[d] <= 1e-20 * (1 + mean[d] * mean[d]);
            scale[d] = constant ? 1 : Math.sqrt(scale[d]);
        }
        return new FeatureScaling(mean, scale);
    }

    double[][] apply(double[][] rows) {
        double[][] result = new double[rows.length][mean.length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < mean.length; d++) {
                result[i][d] = (rows[i][d] - mean[d]) / scale[d];
            }
        }
        return result;
    }
}
