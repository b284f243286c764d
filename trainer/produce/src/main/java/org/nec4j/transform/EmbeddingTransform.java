package org.nec4j.transform;

/** An invertible linear map of an embedding [tokens * dim] to coefficients that a scalar quantizer with one step can code. */
public interface EmbeddingTransform {
    /** The coefficients, [dim * tokens]: all tokens' first coefficient, then their second. */
    double[] analyse(float[] embedding);

    /** The embedding of these coefficients. */
    float[] synthesize(double[] coefficients);

    /** Bytes of what a decoder must know of the transform. */
    long sideBytes();
}
