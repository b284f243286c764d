package org.nec4j.search;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * How vectors become bytes: every dimension in steps of its own about a middle of its own, so that those that vary little, which tell
 * neighbours apart, keep as many steps as those that vary much.
 *
 * @param middles [dim]
 * @param steps   [dim], positive
 */
record ByteSteps(float[] middles, float[] steps) {
    private static final int GREATEST = 127;

    /** How far beyond the sample's the numbers of others may lie before they are cut off. */
    private static final double ROOM = 1.25;

    /** Vectors of a length, in floats: they are kept as they are. */
    static final ByteSteps NONE = new ByteSteps(new float[0], new float[0]);

    /** As a sample of the vectors needs them. */
    static ByteSteps of(List<float[]> sample) {
        int dim = sample.get(0).length;
        double[] sums = new double[dim];
        for (float[] vector : sample) {
            for (int d = 0; d < dim; d++) {
                sums[d] += vector[d];
            }
        }
        float[] middles = new float[dim];
        double[] reaches = new double[dim];
        double widest = 0;
        for (int d = 0; d < dim; d++) {
            middles[d] = (float) (sums[d] / sample.size());
            for (float[] vector : sample) {
                reaches[d] = Math.max(reaches[d], Math.abs((double) vector[d] - middles[d]));
            }
            widest = Math.max(widest, reaches[d]);
        }
        float[] steps = new float[dim];
        for (int d = 0; d < dim; d++) {
            double reach = reaches[d] > 0 ? reaches[d] : widest;
            steps[d] = (float) Math.max(ROOM * reach / GREATEST, Float.MIN_NORMAL);
        }
        return new ByteSteps(middles, steps);
    }

    static ByteSteps read(ByteBuffer bytes, int dim) {
        ByteSteps read = new ByteSteps(new float[dim], new float[dim]);
        bytes.asFloatBuffer().get(read.middles).get(read.steps);
        return read;
    }

    void write(ByteBuffer bytes) {
        bytes.asFloatBuffer().put(middles).put(steps);
        bytes.position(bytes.position() + (middles.length + steps.length) * Float.BYTES);
    }

    /** The byte of a number. */
    byte quantize(float value, int d) {
        return (byte) Math.max(-GREATEST, Math.min(GREATEST, Math.round((value - middles[d]) / steps[d])));
    }

    /** The number that a byte stands for. */
    float value(byte quantized, int d) {
        return middles[d] + steps[d] * quantized;
    }

    /** A query whose products with bytes are those with the numbers they stand for, but for {@link #offset}. */
    float[] weighted(float[] query) {
        float[] weighted = new float[query.length];
        for (int d = 0; d < query.length; d++) {
            weighted[d] = query[d] * steps[d];
        }
        return weighted;
    }

    /** The product of a query with the middles. */
    float offset(float[] query) {
        double sum = 0;
        for (int d = 0; d < query.length; d++) {
            sum += (double) query[d] * middles[d];
        }
        return (float) sum;
    }
}
