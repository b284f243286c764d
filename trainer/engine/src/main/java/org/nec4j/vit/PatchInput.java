package org.nec4j.vit;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.LayerContext;

/**
 * What an encoder takes of images: the numbers of the patches that it sees, and their rows of a table of positions. Results are valid
 * until the next call.
 */
public final class PatchInput {
    private final VitShape shape;
    private final INDArray table; // [N + L, D]
    private final LayerContext context;

    /**
     * For a model of this shape.
     *
     * @param table   of positions, [N + L, D], those of class and register tokens first
     * @param context what computes, and where results lie
     */
    public PatchInput(VitShape shape, INDArray table, LayerContext context) {
        this.shape = shape;
        this.table = table;
        this.context = context;
    }

    /** Of images [B, C, H, W] the visible patches, [B, V, C * P * P]; keep [B][V] in the order of the tokens. */
    public INDArray patches(INDArray images, int[][] keep) {
        INDArray chosen = context.scratch().get("input.patches", images.size(0), keep[0].length, shape.patchNumbers());
        context.kernels().patches().channelsFirst(images, shape.patchSize(), keep, chosen); // [B, V, C * P * P]
        return chosen;
    }

    /** Positions of class and register tokens and of the visible patches, [B, N + V, D]. */
    public INDArray positions(int[][] keep) {
        int tokens = shape.prefix() + keep[0].length;
        INDArray placed = context.scratch().get("input.positions", keep.length, tokens, shape.dim());
        context.kernels().tokens().gather(table, Visible.positions(shape.prefix(), keep), placed); // [B, N + V, D]
        return placed;
    }
}
