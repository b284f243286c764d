package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.BlockInference;
import org.nec4j.nn.BlockWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Scratch;

/**
 * The masked autoencoder's decoder for inference: tokens back to patches of pixels (He et al., arXiv 2111.06377, section 3). Not
 * safe for use by two threads.
 */
public final class Decoder {
    private final VitShape shape;
    private final LayerContext context;
    private final INDArray embedWeight; // [E, D]
    private final INDArray embedBias; // [E]
    private final INDArray maskToken; // [E]
    private final INDArray positions; // [1 + L, E]
    private final List<BlockWeights> blocks = new ArrayList<>();
    private final INDArray normGain;
    private final INDArray normBias;
    private final INDArray predictionWeight; // [P * P * C, E]
    private final INDArray predictionBias;

    /** A decoder with these tensors; the encoder's are not needed. */
    public Decoder(VitShape shape, Tensors tensors, LayerContext context) {
        this.shape = shape;
        this.context = context;
        Map<String, long[]> shapes = shape.decoderTensors();
        this.embedWeight = tensors.array(context.kernels(), "decoder_embed.weight", shapes.get("decoder_embed.weight"));
        this.embedBias = tensors.array(context.kernels(), "decoder_embed.bias", shapes.get("decoder_embed.bias"));
        this.maskToken = tensors.array(context.kernels(), "mask_token", shapes.get("mask_token"));
        this.positions = tensors.array(context.kernels(), "decoder_pos_embed", 1 + shape.patches(), shape.decoderDim());
        for (int i = 0; i < shape.decoderDepth(); i++) {
            String prefix = "decoder_blocks." + i + ".";
            blocks.add(
                    BlockWeights.of(key -> tensors.array(context.kernels(), prefix + key, shapes.get(prefix + key))));
        }
        this.normGain = tensors.array(context.kernels(), "decoder_norm.weight", shape.decoderDim());
        this.normBias = tensors.array(context.kernels(), "decoder_norm.bias", shape.decoderDim());
        this.predictionWeight =
                tensors.array(context.kernels(), "decoder_pred.weight", shapes.get("decoder_pred.weight"));
        this.predictionBias = tensors.array(context.kernels(), "decoder_pred.bias", shapes.get("decoder_pred.bias"));
    }

    /**
     * Predicts every patch, visible or not.
     *
     * @param tokens  the encoder's output [B, 1 + V, D], class token first
     * @param restore for each of the L patches of each image its rank in the shuffled order, [B][L]; ranks below V are visible
     * @return predictions [B, L, P * P * C] flattened, channels last within a patch
     */
    public float[] predict(INDArray tokens, int[][] restore) {
        Scratch scratch = context.scratch();
        int b = (int) tokens.size(0);
        int visible = (int) tokens.size(1) - 1;
        int e = shape.decoderDim();
        INDArray embedded = scratch.get("decoder.embedded", b, 1 + visible, e);
        INDArray known = scratch.get("decoder.known", b, 2 + visible, e);
        INDArray x = scratch.get("decoder.x", b, 1 + shape.patches(), e);
        INDArray stats = scratch.get("decoder.stats", b * (1L + shape.patches()), 2);
        INDArray prediction = scratch.get("decoder.prediction", b, 1 + shape.patches(), shape.patchNumbers());
        context.kernels().linear().forward(tokens, embedWeight, embedBias, embedded); // [B, 1 + V, E]
        context.kernels().tokens().copyTokens(embedded, 0, known, 0, 1 + visible);
        context.kernels().tokens().fillToken(maskToken, known, 1 + visible); // [B, 1 + V + 1, E]
        context.kernels().tokens().gather(known, places(restore, visible), x); // [B, 1 + L, E]
        context.kernels().tokens().addToEach(positions, x);
        for (BlockWeights block : blocks) {
            BlockInference.run(context, block, shape.decoderHeads(), shape.layerNormEps(), x);
        }
        context.kernels().layerNorm().forward(x, normGain, normBias, shape.layerNormEps(), x, stats);
        context.kernels().linear().forward(x, predictionWeight, predictionBias, prediction); // [B, 1 + L, P * P * C]
        INDArray patches = scratch.get("decoder.patches", b, shape.patches(), shape.patchNumbers());
        context.kernels()
                .tokens()
                .copyTokens(prediction, 1, patches, 0, shape.patches()); // the class token predicts nothing
        return context.kernels().copies().of(patches);
    }

    /** As {@link #predict(INDArray, int[][])}, with every patch visible in its order: mask ratio 0. */
    public float[] predict(float[] tokens) {
        int one = (1 + shape.patches()) * shape.dim();
        if (tokens.length == 0 || tokens.length % one != 0) {
            throw new IllegalArgumentException(tokens.length + " numbers are no embeddings of " + one);
        }
        int b = tokens.length / one;
        INDArray input = context.scratch().get("decoder.tokens", b, 1 + shape.patches(), shape.dim());
        context.kernels().copies().into(input, tokens);
        return predict(input, Visible.all(b, shape.patches()));
    }

    /** Where in [B * (1 + V + 1), E] the row of every token of [B, 1 + L] stands: the class token, a visible one or the mask token. */
    private static int[] places(int[][] restore, int visible) {
        int patches = restore[0].length;
        int[] places = new int[restore.length * (1 + patches)];
        int at = 0;
        for (int b = 0; b < restore.length; b++) {
            int first = b * (2 + visible);
            places[at++] = first;
            for (int rank : restore[b]) {
                places[at++] = first + 1 + Math.min(rank, visible);
            }
        }
        return places;
    }
}
