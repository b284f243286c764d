package org.nec4j.baseline;

import java.util.List;
import org.nec4j.transform.EmbeddingTransform;
import org.nec4j.transform.KarhunenLoeve;

/**
 * One vector an image (a pooled embedding), as bytes of a fixed number: one signed byte a component between the training
 * images' extremes.
 *
 * @param components principal components to keep, or 0 for the vector's own dimensions
 */
public record ProjectedVector(int components) implements Baseline<float[]> {
    private static final int LEVELS = 255;

    @Override
    public String system() {
        return components == 0 ? "pooled int8" : "pooled PCA + int8";
    }

    @Override
    public String setting() {
        return components == 0 ? "all dimensions" : components + " components";
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int dim = train.get(0).length;
        int kept = components == 0 ? dim : components;
        if (kept > dim) {
            throw new IllegalArgumentException(kept + " components of a vector of " + dim);
        }
        EmbeddingTransform transform =
                components == 0 ? DimensionScaling.fit(train, dim) : KarhunenLoeve.fit(train, dim);
        double[] low = new double[kept];
        double[] high = new double[kept];
        for (float[] vector : train) {
            double[] coefficients = transform.analyse(vector);
            for (int k = 0; k < kept; k++) {
                low[k] = Math.min(low[k], coefficients[k]);
                high[k] = Math.max(high[k], coefficients[k]);
            }
        }
        return new Vectors(transform, low, high, dim);
    }

    private record Vectors(EmbeddingTransform transform, double[] low, double[] high, int dim)
            implements Coder<float[]> {
        @Override
        public byte[] encode(float[] item) {
            double[] coefficients = transform.analyse(item);
            byte[] levels = new byte[low.length];
            for (int k = 0; k < low.length; k++) {
                double range = high[k] - low[k];
                double share = range > 0 ? (coefficients[k] - low[k]) / range : 0;
                levels[k] = (byte) Math.rint(LEVELS * Math.min(1, Math.max(0, share)));
            }
            return levels;
        }

        @Override
        public float[] decode(byte[] stream) {
            LittleEndian.requireLength(stream, low.length, "a vector of " + low.length + " components");
            double[] coefficients = new double[dim];
            for (int k = 0; k < low.length; k++) {
                coefficients[k] = low[k] + (high[k] - low[k]) * (stream[k] & 255) / LEVELS;
            }
            return transform.synthesize(coefficients);
        }

        @Override
        public long sideBytes() {
            return transform.sideBytes() + 8L * low.length;
        }
    }
}
