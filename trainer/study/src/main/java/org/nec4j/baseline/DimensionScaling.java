package org.nec4j.baseline;

import java.util.List;
import org.nec4j.transform.EmbeddingTransform;

/** Each dimension by itself: less its training mean, in units of its training deviation. */
record DimensionScaling(double[] mean, double[] deviation) implements EmbeddingTransform {
    static DimensionScaling fit(List<float[]> train, int dim) {
        double count = train.stream().mapToLong(i -> i.length / dim).sum();
        double[] mean = new double[dim];
        double[] deviation = new double[dim];
        for (float[] item : train) {
            for (int i = 0; i < item.length; i++) {
                mean[i % dim] += item[i] / count;
            }
        }
        for (float[] item : train) {
            for (int i = 0; i < item.length; i++) {
                double centred = item[i] - mean[i % dim];
                deviation[i % dim] += centred * centred / count;
            }
        }
        for (int d = 0; d < dim; d++) {
            deviation[d] = deviation[d] > 0 ? Math.sqrt(deviation[d]) : 1;
        }
        return new DimensionScaling(mean, deviation);
    }

    @Override
    public double[] analyse(float[] embedding) {
        int dim = mean.length;
        int tokens = embedding.length / dim;
        double[] coefficients = new double[embedding.length];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                coefficients[d * tokens + t] = (embedding[t * dim + d] - mean[d]) / deviation[d];
            }
        }
        return coefficients;
    }

    @Override
    public float[] synthesize(double[] coefficients) {
        int dim = mean.length;
        int tokens = coefficients.length / dim;
        float[] embedding = new float[coefficients.length];
        for (int t = 0; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                embedding[t * dim + d] = (float) (mean[d] + deviation[d] * coefficients[d * tokens + t]);
            }
        }
        return embedding;
    }

    @Override
    public long sideBytes() {
        return 8L * mean.length;
    }
}
