package org.nec4j.vit;

import org.nec4j.kernel.GeluForm;

/**
 * In what an encoder differs from the masked autoencoder's, whose blocks it has: pre-norm, with an exact or an approximate gelu.
 * What else publishers do differently (factors on the branches of a block, missing biases) is multiplied out when a checkpoint is read.
 *
 * @param classToken whether a class token comes first; an embedding has the mean of its patch tokens in its place otherwise
 * @param registers  tokens between it and the patches that belong to no patch and leave no trace in the embedding: DINOv2's registers,
 *                   DeiT's distillation token
 * @param preNorm    whether tokens are normed once before the first block, as in CLIP
 * @param gelu       of every block of the encoder
 */
public record VitForm(boolean classToken, int registers, boolean preNorm, GeluForm gelu) {
    /** The masked autoencoder's, ViT's and DeiT's. */
    public static final VitForm MAE = new VitForm(true, 0, false, GeluForm.ERF);

    /** Checks that the number of registers is one. */
    public VitForm {
        if (registers < 0) {
            throw new IllegalArgumentException(registers + " register tokens");
        }
    }

    /** Whether the tokens of a block are those of an embedding, a class token and one a patch. */
    public boolean isWholeEmbedding() {
        return classToken && registers == 0;
    }

    /** N, tokens before those of patches in every block. */
    public int prefix() {
        return (classToken ? 1 : 0) + registers;
    }
}
