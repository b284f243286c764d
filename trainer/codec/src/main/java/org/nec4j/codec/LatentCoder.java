package org.nec4j.codec;

/** What a codec's entropy model does with one embedding, whichever model it is. */
interface LatentCoder {
    /** The model's name in a codec file. */
    String model();

    /** Length of a token's vector. */
    int dim();

    /** The kind of stream that {@link #encode} writes. */
    int kind();

    /** Rounds and codes an embedding y [tokens, dim]. */
    byte[] encode(float[] y, int tokens);

    /** What the symbols of y [tokens, dim] cost under the integer tables. */
    SymbolCosts costs(float[] y, int tokens);

    /** The embedding [tokens, dim] that a payload of {@code kind} stands for. */
    float[] decode(byte[] payload, int kind, int tokens);
}
