package org.nec4j.export;

import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;

/** Embeddings as one vector each: the mean of the patch tokens; of an embedding of a single token that token. */
public final class PooledVectors {
    private PooledVectors() {}

    /** Of a stream; of a layered codec's no more is decoded than that needs. */
    public static float[] of(Codec codec, byte[] stream) {
        return codec.hasLayers() ? codec.decodePooled(stream) : of(codec.decode(stream));
    }

    /** Of an embedding in an archive, by its place there. */
    public static float[] of(Codec codec, Archive archive, int number) {
        return codec.hasLayers() ? archive.pooled(number, codec) : of(codec.decode(archive.stream(number)));
    }

    /** Of a decoded embedding, [dim]. */
    public static float[] of(Embedding embedding) {
        int dim = embedding.dim();
        int first = embedding.tokens() > 1 ? 1 : 0;
        float[] values = embedding.values();
        float[] mean = new float[dim];
        for (int d = 0; d < dim; d++) {
            double sum = 0;
            for (int t = first; t < embedding.tokens(); t++) {
                sum += values[t * dim + d];
            }
            mean[d] = (float) (sum / (embedding.tokens() - first));
        }
        return mean;
    }
}
