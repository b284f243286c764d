package org.nec4j.baseline;

import java.util.List;
import java.util.Locale;

/**
 * Vectors of few components that a linear map of the pooled embedding learns from the training images' classes, with the rounding
 * in training (straight-through), as the embedding compression family for retrieval does behind its encoder (McDermott, arXiv
 * 2405.14730). Here the encoder stays frozen, and a classifier's cross-entropy alone teaches the map. Unlike the other systems it
 * knows the task.
 *
 * @param kind       how it comes to few components
 * @param components r
 * @param bits       of a component, 4 or 8
 */
public record LearntVector(Kind kind, int components, int bits) {
    /** Ways to few components. */
    public enum Kind {
        /** The first components of a map that starts as the identity. */
        SLICED,
        /** A map of low rank that starts at the principal components; the classifier sees it expanded to the full width. */
        LOW_RANK,
        /** A full map whose weakest outputs, by their norm over the training images, are taken out half by half between trainings. */
        PRUNED
    }

    public LearntVector {
        if (components < 1 || bits != 4 && bits != 8) {
            throw new IllegalArgumentException(
                    "at least one component of 4 or 8 bits, not " + components + " of " + bits);
        }
    }

    /** The system's name, the same at all its rate points. */
    public String system() {
        return "pooled " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " + int" + bits;
    }

    /** The rate point. */
    public String setting() {
        return components + " components";
    }

    /**
     * Learns from the training images.
     *
     * @param train  one vector an image
     * @param labels its class, from 0
     */
    public SetCoder<float[]> fit(List<float[]> train, int[] labels, int classes) {
        int dim = train.get(0).length;
        if (components > dim) {
            throw new IllegalArgumentException(components + " components of a vector of " + dim);
        }
        DimensionScaling scaling = DimensionScaling.fit(train, dim);
        double[][] rows = train.stream().map(scaling::analyse).toArray(double[][]::new);
        SupervisedProjection projection = SupervisedProjection.start(kind, rows, components, classes, bits);
        projection.train(rows, labels);
        while (projection.outputs() > components) {
            projection.keepStrongest(rows, Math.max(components, projection.outputs() / 2));
            projection.train(rows, labels);
        }
        return new Vectors(scaling, projection.weights(), projection.steps(), bits);
    }

    private record Vectors(DimensionScaling scaling, double[][] weights, double[] steps, int bits)
            implements Coder<float[]> {
        @Override
        public byte[] encode(float[] item) {
            double[] x = scaling.analyse(item);
            byte[] stream = new byte[length()];
            for (int k = 0; k < steps.length; k++) {
                int level = SupervisedProjection.level(SupervisedProjection.dot(weights[k], x), steps[k], bits);
                if (bits == 8) {
                    stream[k] = (byte) level;
                } else {
                    stream[k / 2] |= (byte) ((level & 15) << 4 * (k % 2));
                }
            }
            return stream;
        }

        @Override
        public float[] decode(byte[] stream) {
            LittleEndian.requireLength(stream, length(), "a vector of " + steps.length + " components");
            float[] values = new float[steps.length];
            for (int k = 0; k < values.length; k++) {
                // The lower or upper four bits as a signed number.
                int level = bits == 8 ? stream[k] : stream[k / 2] << 28 - 4 * (k % 2) >> 28;
                values[k] = (float) (level * steps[k]);
            }
            return values;
        }

        private int length() {
            return (steps.length * bits + 7) / 8;
        }

        @Override
        public long sideBytes() {
            return scaling.sideBytes() + 4L * steps.length * (weights[0].length + 1);
        }
    }
}
