package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.BlockInference;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.TokenChoice;

/** The last blocks of an encoder and its norm, forward only: what stands on a {@link FrozenTrunk}. Not safe for use by two threads. */
public final class EncoderEnd {
    private final VitShape shape;
    private final LayerContext context;
    private final String name;
    private final List<BlockWeights> blocks = new ArrayList<>();
    private final INDArray normGain;
    private final INDArray normBias;

    /**
     * An end.
     *
     * @param depth  the trunk's blocks; the encoder's others are this end's
     * @param prefix before the names of its tensors, which tells it from other ends that share a context; mostly none
     */
    public EncoderEnd(VitShape shape, int depth, Tensors tensors, String prefix, LayerContext context) {
        this.shape = shape;
        this.context = context;
        this.name = prefix + "encoder.embedding";
        Map<String, long[]> shapes = shape.encoderTensors();
        for (int i = depth; i < shape.depth(); i++) {
            String block = "blocks." + i + ".";
            blocks.add(BlockWeights.of(
                    key -> tensors.array(context.kernels(), prefix + block + key, shapes.get(block + key)),
                    shape.ranks().block(i)));
        }
        this.normGain = tensors.array(context.kernels(), prefix + "norm.weight", shape.dim());
        this.normBias = tensors.array(context.kernels(), prefix + "norm.bias", shape.dim());
    }

    /** The embedding [B, 1 + V, D] of a trunk's tokens [B, N + V, D], which are overwritten; valid until the next call. */
    public INDArray forward(INDArray x) {
        for (BlockWeights block : blocks) {
            BlockInference.run(
                    context,
                    block,
                    shape.heads(),
                    shape.layerNormEps(),
                    shape.form().gelu(),
                    x);
        }
        INDArray stats = context.scratch().get("encoder.stats", x.size(0) * x.size(1), 2);
        context.kernels().layerNorm().forward(x, normGain, normBias, shape.layerNormEps(), x, stats);
        if (shape.form().isWholeEmbedding()) {
            return x;
        }
        INDArray chosen = context.scratch().get(name, x.size(0), 1 + x.size(1) - shape.prefix(), shape.dim());
        TokenChoice.forward(context, x, shape.form().classToken(), shape.prefix(), chosen);
        return chosen;
    }
}
