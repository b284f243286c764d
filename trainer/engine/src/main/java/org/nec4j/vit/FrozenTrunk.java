package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GeluForm;
import org.nec4j.nn.BlockInference;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.PatchEmbedding;
import org.nec4j.nn.Product;

/**
 * Patch embedding, positions, class token and the first blocks of the encoder, forward only: what lies below the first tensor
 * that trains. Nothing is kept for a backward pass. Not safe for use by two threads.
 */
public final class FrozenTrunk {
    private final VitShape shape;
    private final LayerContext context;
    private final Product patchProduct; // [D, C * P * P]
    private final PatchInput input;
    private final Optional<INDArray> preNormGain;
    private final Optional<INDArray> preNormBias;
    private final List<BlockWeights> blocks;

    /**
     * A trunk of the first blocks.
     *
     * @param depth number of blocks, from 0 to the encoder's
     */
    public FrozenTrunk(VitShape shape, int depth, Tensors tensors, LayerContext context) {
        this.shape = shape;
        this.context = context;
        Map<String, long[]> shapes = shape.encoderTensors();
        this.patchProduct = PatchEmbedding.product(
                shape.ranks().patchEmbedding(), name -> tensors.array(context.kernels(), name, shapes.get(name)));
        float[] table = tensors.floats("pos_embed").clone();
        int at = 0;
        for (String token : List.of("cls_token", "reg_token")) {
            float[] values = tensors.contains(token) ? tensors.floats(token) : new float[0];
            for (float value : values) {
                table[at++] += value;
            }
        }
        // [N + L, D], class and register tokens added to their rows
        INDArray positions = context.kernels().copies().array(table, shape.prefix() + shape.patches(), shape.dim());
        this.input = new PatchInput(shape, positions, context);
        this.preNormGain = preNorm("norm_pre.weight", tensors);
        this.preNormBias = preNorm("norm_pre.bias", tensors);
        this.blocks = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            String prefix = "blocks." + i + ".";
            blocks.add(BlockWeights.of(
                    key -> tensors.array(context.kernels(), prefix + key, shapes.get(prefix + key)),
                    shape.ranks().block(i)));
        }
    }

    /**
     * Encodes the visible patches.
     *
     * @param images [B, C, S, S]
     * @param keep   the visible patches of each image in the order of the tokens, [B][V]
     * @param out    [B, N + V, D], class and register tokens first
     */
    public void forward(INDArray images, int[][] keep, INDArray out) {
        int visible = keep[0].length;
        long b = images.size(0);
        INDArray embedded = context.scratch().get("trunk.embedded", b, visible, shape.dim());
        patchProduct.forward(context.kernels().linear(), context, input.patches(images, keep), embedded); // [B, V, D]
        context.kernels().elements().fill(0, out);
        context.kernels().tokens().copyTokens(embedded, 0, out, shape.prefix(), visible);
        context.kernels().elements().add(input.positions(keep), out);
        preNormGain.ifPresent(gain -> {
            INDArray stats = context.scratch().get("trunk.stats", b * (shape.prefix() + visible), 2);
            context.kernels()
                    .layerNorm()
                    .forward(out, gain, preNormBias.orElseThrow(), shape.layerNormEps(), out, stats);
        });
        GeluForm gelu = shape.form().gelu();
        for (BlockWeights block : blocks) {
            BlockInference.run(context, block, shape.heads(), shape.layerNormEps(), gelu, out); // [B, N + V, D]
        }
    }

    private Optional<INDArray> preNorm(String name, Tensors tensors) {
        return shape.form().preNorm()
                ? Optional.of(tensors.array(context.kernels(), name, shape.dim()))
                : Optional.empty();
    }
}
