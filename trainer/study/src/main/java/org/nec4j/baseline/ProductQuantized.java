package org.nec4j.baseline;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Product quantization (Jegou et al., TPAMI 33(1), 2011): every token is cut into parts, each of which is replaced by the nearest
 * of 256 centroids learnt by k-means from the training tokens. One byte a part.
 *
 * @param dim   numbers a token
 * @param parts of a token, divides dim
 * @param seed  of the training tokens that k-means sees and of its first centroids
 */
public record ProductQuantized(int dim, int parts, long seed) implements Baseline<float[]> {
    private static final int CENTROIDS = 256;
    private static final int SAMPLE = 64 * CENTROIDS;
    private static final int ITERATIONS = 15;

    public ProductQuantized {
        if (parts < 1 || dim % parts != 0) {
            throw new IllegalArgumentException(dim + " numbers cannot be cut into " + parts + " equal parts");
        }
    }

    @Override
    public String system() {
        return "product quantisation";
    }

    @Override
    public String setting() {
        return parts + " bytes a token";
    }

    @Override
    public SetCoder<float[]> fit(List<float[]> train) {
        int tokens = train.get(0).length / dim;
        int width = dim / parts;
        int sample = (int) Math.min(SAMPLE, (long) train.size() * tokens);
        Random random = new Random(seed);
        int[] images = new int[sample];
        int[] positions = new int[sample];
        for (int i = 0; i < sample; i++) {
            images[i] = random.nextInt(train.size());
            positions[i] = random.nextInt(tokens);
        }
        float[][] centroids = IntStream.range(0, parts)
                .parallel()
                .mapToObj(part -> {
                    float[] points = new float[sample * width];
                    for (int i = 0; i < sample; i++) {
                        int from = positions[i] * dim + part * width;
                        System.arraycopy(train.get(images[i]), from, points, i * width, width);
                    }
                    return KMeans.fit(points, width, CENTROIDS, ITERATIONS, seed + part);
                })
                .toArray(float[][]::new);
        return new Parts(centroids, tokens, width);
    }

    private record Parts(float[][] centroids, int tokens, int width) implements Coder<float[]> {
        @Override
        public byte[] encode(float[] item) {
            byte[] codes = new byte[tokens * centroids.length];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = (byte) KMeans.nearest(item, i * width, centroids[i % centroids.length], width);
            }
            return codes;
        }

        @Override
        public float[] decode(byte[] stream) {
            LittleEndian.requireLength(stream, tokens * centroids.length, "a stream of product codes");
            float[] item = new float[stream.length * width];
            for (int i = 0; i < stream.length; i++) {
                System.arraycopy(centroids[i % centroids.length], (stream[i] & 255) * width, item, i * width, width);
            }
            return item;
        }

        @Override
        public long sideBytes() {
            return 4L * centroids.length * CENTROIDS * width;
        }
    }
}
