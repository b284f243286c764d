package org.nec4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of patch tokens: attention by a query of zeros, to which all tokens are alike. */
public final class PatchMean {
    private PatchMean() {}

    /**
     * The mean without the first token.
     *
     * @param x     [B, 1 + L, D]
     * @param alike [B, 1, L], receives 1 / L
     * @param y     [B, 1, D]
     */
    public static void forward(LayerContext context, INDArray x, INDArray alike, INDArray y) {
        int patches = (int) x.size(1) - 1;
        INDArray tokens = context.scratch().get("mean.patches", x.size(0), patches, x.size(2));
        INDArray query = context.scratch().get("mean.query", 1, x.size(2));
        context.kernels().tokens().copyTokens(x, 1, tokens, 0, patches);
        context.kernels().elements().fill(0, query);
        context.kernels().pool().forward(tokens, query, alike, y);
    }
}
