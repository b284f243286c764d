package org.nec4j.entropy;

/**
 * The pooled layer of a transform codec as training sees it: the mean over an image's tokens, quantized along orthonormal axes. It is
 * fitted in closed form and does not train; its errors are context for what trains.
 *
 * @param mean [D], of the pooled vector
 * @param axes [N, D], orthonormal rows
 */
@SuppressWarnings("ArrayRecordComponent") // weights, compared by nobody
public record PooledLayer(float[] mean, float[] axes) {
    /** Share of a step from which magnitudes round up. */
    public static final double ROUNDING = 0.4;

    /**
     * What a decoder makes of a pooled vector [D].
     *
     * @param tokens L; a coefficient of the pooled vector is sqrt(L) times as large as an orthonormal transform over the tokens has it
     * @param step   of that coefficient
     */
    public float[] coded(float[] pooled, int tokens, double step) {
        int dim = mean.length;
        double root = Math.sqrt(tokens);
        double[] sum = new double[dim];
        for (int n = 0; n < axes.length / dim; n++) {
            double c = 0;
            for (int d = 0; d < dim; d++) {
                c += ((double) pooled[d] - mean[d]) * axes[n * dim + d];
            }
            double magnitude = Math.floor(Math.abs(c) * root / step + ROUNDING);
            if (magnitude > 0) {
                double value = Math.copySign(magnitude * step / root, c);
                for (int d = 0; d < dim; d++) {
                    sum[d] += value * axes[n * dim + d];
                }
            }
        }
        float[] coded = new float[dim];
        for (int d = 0; d < dim; d++) {
            coded[d] = (float) (mean[d] + sum[d]);
        }
        return coded;
    }
}
