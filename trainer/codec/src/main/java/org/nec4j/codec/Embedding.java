package org.nec4j.codec;

/**
 * What a codec transports in place of an image: one vector a token, token 0 being the class token.
 *
 * @param tokens number of vectors
 * @param dim    length of a vector
 * @param values [tokens, dim] in c-order; not copied
 */
public record Embedding(int tokens, int dim, float[] values) {
    public Embedding {
        if (tokens < 0 || dim < 0 || values.length != (long) tokens * dim) {
            throw new IllegalArgumentException(
                    values.length + " values are no embedding of [" + tokens + ", " + dim + "]");
        }
    }

    /** One component of one token's vector. */
    public float at(int token, int component) {
        return values[token * dim + component];
    }
}
