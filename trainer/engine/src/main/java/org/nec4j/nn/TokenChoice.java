package org.nec4j.nn;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The tokens of an embedding out of those that leave an encoder's blocks: what {@link EmbeddingTokens} computes, outside any graph too. */
public final class TokenChoice {
    private TokenChoice() {}

    /**
     * Chooses.
     *
     * @param x          [B, N + V, D]
     * @param classToken whether token 0 of x is a class token; the mean of the patch tokens stands for it otherwise
     * @param prefix     N
     * @param out        [B, 1 + V, D]
     */
    public static void forward(LayerContext context, INDArray x, boolean classToken, int prefix, INDArray out) {
        int b = (int) out.size(0);
        int v = (int) out.size(1) - 1;
        context.kernels().tokens().copyTokens(x, prefix, out, 1, v);
        if (classToken) {
            context.kernels().tokens().copyTokens(x, 0, out, 0, 1);
            return;
        }
        INDArray patches = context.scratch().get("choice.patches", b, v, out.size(2));
        INDArray mean = context.scratch().get("choice.mean", b, 1, out.size(2));
        context.kernels().tokens().copyTokens(x, prefix, patches, 0, v); // [B, V, D]
        context.kernels().tokens().scatterAdd(patches, images(b, v), mean); // [B, 1, D]
        context.kernels().elements().divide(v, mean);
        context.kernels().tokens().copyTokens(mean, 0, out, 0, 1);
    }

    /** The gradient with respect to x: dx [B, N + V, D] for dy [B, 1 + V, D]. */
    static void backward(LayerContext context, INDArray dy, boolean classToken, int prefix, INDArray dx) {
        int b = (int) dy.size(0);
        int v = (int) dy.size(1) - 1;
        context.kernels().elements().fill(0, dx);
        if (classToken) {
            context.kernels().tokens().copyTokens(dy, 0, dx, 0, 1);
            context.kernels().tokens().copyTokens(dy, 1, dx, prefix, v);
            return;
        }
        INDArray mean = context.scratch().get("choice.mean", b, 1, dy.size(2));
        INDArray spread = context.scratch().get("choice.spread", b, v, dy.size(2));
        INDArray patches = context.scratch().get("choice.patches", b, v, dy.size(2));
        context.kernels().tokens().copyTokens(dy, 0, mean, 0, 1);
        context.kernels().elements().divide(v, mean);
        context.kernels().tokens().gather(mean, images(b, v), spread); // [B, V, D]
        context.kernels().tokens().copyTokens(dy, 1, patches, 0, v);
        context.kernels().elements().add(spread, patches);
        context.kernels().tokens().copyTokens(patches, 0, dx, prefix, v);
    }

    /** Its image for every patch token of a batch. */
    private static int[] images(int b, int v) {
        return IntStream.range(0, b * v).map(row -> row / v).toArray();
    }
}
