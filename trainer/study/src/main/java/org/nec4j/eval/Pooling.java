package org.nec4j.eval;

import java.util.Arrays;

/** How the tokens of an embedding become one feature vector. */
public enum Pooling {
    /** Mean of the patch tokens, without cls: [dim]. */
    PATCHES,
    /** The first token: cls, or the vector itself where an embedding is one vector: [dim]. */
    FIRST,
    /** Mean of the patch tokens, then cls: [2 * dim]. */
    PATCHES_AND_CLS,
    /** Mean of all tokens where none of them is a cls token, as a decoder's layer leaves them: [dim]. */
    ALL,
    /** Mean of the patch tokens, then their standard deviation around it: [2 * dim]. */
    PATCHES_MOMENTS,
    /** The same of all tokens: [2 * dim]. */
    ALL_MOMENTS;

    /** The same tokens with their standard deviations; throws IllegalArgumentException for a single token, which has none. */
    public Pooling withDeviations() {
        return switch (this) {
            case PATCHES -> PATCHES_MOMENTS;
            case ALL -> ALL_MOMENTS;
            default -> throw new IllegalArgumentException(this + " has no deviations");
        };
    }

    /** Whether standard deviations follow the means. */
    boolean hasDeviations() {
        return this == PATCHES_MOMENTS || this == ALL_MOMENTS;
    }

    /** The first token that is meant. */
    int firstToken() {
        return this == PATCHES || this == PATCHES_AND_CLS || this == PATCHES_MOMENTS ? 1 : 0;
    }

    /** The features of one embedding of [tokens, dim]. */
    public double[] pool(float[] embedding, int tokens, int dim) {
        if (firstToken() == 1 && tokens < 2) {
            throw new IllegalArgumentException("an embedding of one token has no patch tokens; pool with FIRST");
        }
        double[] features = new double[this == PATCHES_AND_CLS || hasDeviations() ? 2 * dim : dim];
        if (this == FIRST || this == PATCHES_AND_CLS) {
            int at = features.length - dim;
            for (int d = 0; d < dim; d++) {
                features[at + d] = embedding[d];
            }
        }
        if (this != FIRST) {
            int first = firstToken();
            for (int t = first; t < tokens; t++) {
                for (int d = 0; d < dim; d++) {
                    features[d] += embedding[t * dim + d];
                }
            }
            for (int d = 0; d < dim; d++) {
                features[d] /= tokens - first;
            }
            if (hasDeviations()) {
                deviations(embedding, first, tokens, dim, features);
            }
        }
        return features;
    }

    /** Behind the means the square roots of the mean squares around them. */
    private static void deviations(float[] embedding, int first, int tokens, int dim, double[] features) {
        for (int t = first; t < tokens; t++) {
            for (int d = 0; d < dim; d++) {
                double away = embedding[t * dim + d] - features[d];
                features[dim + d] += away * away;
            }
        }
        for (int d = dim; d < 2 * dim; d++) {
            features[d] = Math.sqrt(features[d] / (tokens - first));
        }
    }

    /** The features of every image: [images, features]. */
    public double[][] pool(Embeddings embeddings) {
        return embeddings.values().stream()
                .map(value -> pool(value, embeddings.tokens(), embeddings.dim()))
                .toArray(double[][]::new);
    }

    /** The pooled vectors as embeddings of one token, which a codec for vectors can code and {@link #FIRST} reads back. */
    public Embeddings poolToVectors(Embeddings embeddings) {
        var vectors = Arrays.stream(pool(embeddings)).map(Pooling::toFloats).toList();
        return new Embeddings(
                1, vectors.isEmpty() ? embeddings.dim() : vectors.get(0).length, vectors, embeddings.labels());
    }

    private static float[] toFloats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
