package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts images into square patches, row by row from the top left. */
public interface PatchKernels {
    /**
     * patches[b, v, (c, i, j)] = the patch keep[b][v], as a convolution's weights expect it; images [B, C, H, W], keep [B][V],
     * patches [B, V, C * P * P].
     */
    void channelsFirst(INDArray images, int patchSize, int[][] keep, INDArray patches);

    /**
     * patches[b, l, (i, j, c)] as the masked autoencoder's decoder predicts them ({@code patchify} of facebookresearch/mae); images
     * [B, C, H, W], patches [B, L, P * P * C].
     */
    void channelsLast(INDArray images, int patchSize, INDArray patches);

    /**
     * Standardizes every patch by its own mean and unbiased variance, (x - mean) / sqrt(var + 1e-6), the target of the
     * normalized-pixel loss (He et al., arXiv 2111.06377, section 4.1); patches [B, L, N], overwritten.
     */
    void standardize(INDArray patches);
}
