package org.nec4j.vit;

/** An encoder for inference, whatever computes it. Not safe for use by two threads. */
public interface EmbeddingNetwork {
    /** The encoder's shape. */
    VitShape shape();

    /** Tokens of an embedding: the class token, or what stands for it, and one a patch; of an encoder of codes one. */
    default int tokens() {
        return 1 + shape().patches();
    }

    /** Numbers of a token of an embedding. */
    default int width() {
        return shape().dim();
    }

    /**
     * Embeds a batch.
     *
     * @param pixels normalized images [B, C, S, S], flattened
     * @return after the final norm, [B][(1 + L) * D], class token first; of a model without one the mean of the patch tokens first; of an encoder
     *     of codes [B][R]
     */
    float[][] embed(float[] pixels);
}
