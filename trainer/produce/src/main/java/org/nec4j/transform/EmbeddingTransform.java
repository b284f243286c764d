package org.nec4j.transform;

/** An invertible linear map of an embedding [tokens * dim] to coefficients that a scalar quantiser with one step can code. */
public interface EmbeddingTransform {
    /** The coefficients, [dim * tokens]: all tokens' first coefficient, then their second. */
    double[] analyse(float[] embedding);

    /** The embedding of these coefficients. */
    float[] synthesise(double[] coefficients);

    /** Bytes of what a decoder must know of the transform. */
    long sideBytes();
}
