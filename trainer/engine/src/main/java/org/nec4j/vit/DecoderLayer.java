package org.nec4j.vit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.BlockInference;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.LayerContext;

/**
 * The decoder's way in, for inference: embedding, positions and first block, on the patch tokens of an unmasked image without the
 * class token, as Neural Embedding Compression (arXiv 2403.17886) puts it before a head. Not safe for use by two threads.
 */
public final class DecoderLayer {
    private static final String EMBED = "decoder_embed.";
    private static final String POSITIONS = "decoder_pos_embed";
    private static final String BLOCK = "decoder_blocks.0.";

    private final VitShape shape;
    private final LayerContext context;
    private final INDArray weight; // [E, D]
    private final INDArray bias; // [E]
    private final INDArray positions; // [L, E]
    private final BlockWeights block;

    /** A layer with these tensors; {@link #tensors} says which. */
    public DecoderLayer(VitShape shape, Tensors tensors, LayerContext context) {
        this.shape = shape;
        this.context = context;
        Map<String, long[]> shapes = tensors(shape);
        this.weight = tensors.array(context.kernels(), EMBED + "weight", shapes.get(EMBED + "weight"));
        this.bias = tensors.array(context.kernels(), EMBED + "bias", shape.decoderDim());
        float[] table = tensors.floats(POSITIONS); // the first row is the class token's
        float[] ofPatches = Arrays.copyOfRange(table, shape.decoderDim(), table.length);
        this.positions = context.kernels().copies().array(ofPatches, shape.patches(), shape.decoderDim());
        this.block = BlockWeights.of(key -> tensors.array(context.kernels(), BLOCK + key, shapes.get(BLOCK + key)));
    }

    /** The layer's tensors in a checkpoint, name to shape. */
    public static Map<String, long[]> tensors(VitShape shape) {
        Map<String, long[]> tensors = new LinkedHashMap<>();
        shape.decoderTensors().forEach((name, sizes) -> {
            if (name.startsWith(EMBED) || name.startsWith(BLOCK) || name.equals(POSITIONS)) {
                tensors.put(name, sizes);
            }
        });
        return tensors;
    }

    /** L, tokens that leave the layer. */
    public int tokens() {
        return shape.patches();
    }

    /** E, the width of a token that leaves the layer. */
    public int dim() {
        return shape.decoderDim();
    }

    /**
     * Passes embeddings through the layer.
     *
     * @param embeddings one array an image, [(1 + L) * D], class token first
     * @return one array an image, [L * E]
     */
    public List<float[]> pass(List<float[]> embeddings) {
        int b = embeddings.size();
        int d = shape.dim();
        int l = tokens();
        INDArray patches = context.scratch().get("decoder.patches", b, l, d);
        INDArray x = context.scratch().get("decoder.x", b, l, dim());
        float[] all = new float[b * l * d];
        for (int i = 0; i < b; i++) {
            System.arraycopy(embeddings.get(i), d, all, i * l * d, l * d);
        }
        context.kernels().copies().into(patches, all);
        context.kernels().linear().forward(patches, weight, bias, x); // [B, L, E]
        context.kernels().tokens().addToEach(positions, x);
        BlockInference.run(context, block, shape.decoderHeads(), shape.layerNormEps(), x); // [B, L, E]
        float[] passed = context.kernels().copies().of(x);
        int length = l * dim();
        List<float[]> result = new ArrayList<>(b);
        for (int i = 0; i < b; i++) {
            result.add(Arrays.copyOfRange(passed, i * length, (i + 1) * length));
        }
        return result;
    }
}
