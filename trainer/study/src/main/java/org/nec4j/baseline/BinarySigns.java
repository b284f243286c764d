package org.nec4j.baseline;

import java.util.List;

/**
 * One bit a number: on which side of its dimension's training mean it lies. Decoded as the mean plus or minus the training
 * images' mean absolute deviation of that dimension.
 *
 * @param dim numbers a token; the embedding is [tokens, dim], a single vector with one token
 */
public record BinarySigns(int dim) implements Baseline<float[]> {
    @Override
    public String system() {
        return "binary signs";
    }

    @Override
    public String setting() {
        return "1 bit";
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int length = train.get(0).length;
        double count = train.size() * (double) (length / dim);
        float[] mean = new float[dim];
        double[] sums = new double[dim];
        train.forEach(item -> {
            for (int i = 0; i < length; i++) {
                sums[i % dim] += item[i];
            }
        });
        for (int d = 0; d < dim; d++) {
            mean[d] = (float) (sums[d] / count);
            sums[d] = 0;
        }
        train.forEach(item -> {
            for (int i = 0; i < length; i++) {
                sums[i % dim] += Math.abs(item[i] - mean[i % dim]);
            }
        });
        float[] deviation = new float[dim];
        for (int d = 0; d < dim; d++) {
            deviation[d] = (float) (sums[d] / count);
        }
        return new Signs(length, mean, deviation);
    }

    private record Signs(int length, float[] mean, float[] deviation) implements Coder<float[]> {
        @Override
        public byte[] encode(float[] item) {
            byte[] bits = new byte[(length + 7) / 8];
            for (int i = 0; i < length; i++) {
                if (item[i] > mean[i % mean.length]) {
                    bits[i >> 3] |= (byte) (1 << (i & 7));
                }
            }
            return bits;
        }

        @Override
        public float[] decode(byte[] stream) {
            LittleEndian.requireLength(stream, (length + 7) / 8, "a stream of " + length + " signs");
            float[] item = new float[length];
            for (int i = 0; i < length; i++) {
                int d = i % mean.length;
                item[i] = (stream[i >> 3] >> (i & 7) & 1) == 1 ? mean[d] + deviation[d] : mean[d] - deviation[d];
            }
            return item;
        }

        @Override
        public long sideBytes() {
            return 8L * mean.length;
        }
    }
}
