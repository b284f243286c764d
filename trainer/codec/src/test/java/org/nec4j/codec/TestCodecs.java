package org.nec4j.codec;

import java.util.Random;

/** Small codecs that are the same in every test and every process. */
final class TestCodecs {
    private TestCodecs() {}

    static Codec factorised() {
        return Codec.of(factorisedWriter().toBytes(), "codec");
    }

    static CodecWriter factorisedWriter() {
        Random random = new Random(12);
        float[] medians = new float[24];
        for (int c = 0; c < medians.length; c++) {
            medians[c] = (float) random.nextGaussian();
        }
        return CodecWriter.factorised(medians, Tables.random(24, 12, random));
    }

    /** The n-th of a series of coded embeddings. */
    static byte[] stream(Codec codec, int n) {
        Random random = new Random(n);
        int tokens = n % 4;
        float[] y = new float[tokens * codec.dim()];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (3 * random.nextGaussian());
        }
        return codec.encode(new Embedding(tokens, codec.dim(), y));
    }
}
