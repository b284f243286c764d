package org.nec4j.objective;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.kernel.PatchKernels;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.LayerNormalization;
import org.nec4j.nn.MaskedPixelLoss;
import org.nec4j.nn.Scratch;
import org.nec4j.nn.TokenProjection;
import org.nec4j.nn.TransformerBlock;
import org.nec4j.nn.Unshuffle;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * The masked autoencoder's decoder and its loss (He et al., arXiv 2111.06377, section 3).
 *
 * <pre>
 *   embedding -&gt; decoder_embed -&gt; unshuffle(ranks) -&gt; decoder_blocks.0 ... -&gt; decoder_norm -&gt; decoder_pred, the output layer
 * </pre>
 */
public final class PixelDecoder implements Tail {
    /** The output layer's name. */
    public static final String OUTPUT = "decoder_pred";

    private static final String RANKS = "ranks";
    private static final String UNSHUFFLE = "unshuffle";

    private final VitShape shape;
    private final boolean normalizedPixels;
    private final TokenProjection embed;
    private final List<FusedLayer> layers = new ArrayList<>();

    /**
     * A decoder of a model's shape.
     *
     * @param normalizedPixels whether patches are compared standardized one by one
     */
    public PixelDecoder(VitShape shape, boolean normalizedPixels) {
        this.shape = shape;
        this.normalizedPixels = normalizedPixels;
        this.embed = new TokenProjection("decoder_embed", shape.dim(), shape.decoderDim());
        layers.add(embed);
        for (int i = 0; i < shape.decoderDepth(); i++) {
            layers.add(new TransformerBlock(
                    "decoder_blocks." + i,
                    shape.decoderDim(),
                    shape.decoderHidden(),
                    shape.decoderHeads(),
                    shape.layerNormEps()));
        }
        layers.add(new LayerNormalization("decoder_norm", shape.decoderDim(), shape.layerNormEps()));
        layers.add(new MaskedPixelLoss(OUTPUT, shape.decoderDim(), shape.patchNumbers()));
    }

    /** Whether patches are compared standardized one by one. */
    public boolean normalizedPixels() {
        return normalizedPixels;
    }

    @Override
    public Map<String, long[]> tensors() {
        return shape.decoderTensors();
    }

    @Override
    public List<FusedLayer> layers() {
        return layers;
    }

    @Override
    public List<String> inputs() {
        return List.of(RANKS);
    }

    @Override
    public Optional<PixelDecoder> pixels() {
        return Optional.of(this);
    }

    @Override
    public void addTo(GraphBuilder builder, String embedding, Tensors tensors, Function<FusedLayer, Layer> form) {
        builder.addLayer(embed.getLayerName(), form.apply(embed), embedding);
        Unshuffle unshuffle = new Unshuffle(tensors.floats("decoder_pos_embed"), shape.decoderDim());
        builder.addVertex(UNSHUFFLE, unshuffle, embed.getLayerName(), RANKS);
        String last = UNSHUFFLE;
        for (FusedLayer layer : layers.subList(1, layers.size())) {
            builder.addLayer(layer.getLayerName(), form.apply(layer), last);
            last = layer.getLayerName();
        }
    }

    /** Ranks of the patches [B, L]; all patches of the images as labels [B, L, P * P * C], of which the masked ones count. */
    @Override
    public Feed feed(StepInputs in, LayerContext context) {
        Scratch scratch = context.scratch();
        PatchKernels patches = context.kernels().patches();
        long b = in.images().size(0);
        INDArray ranks = scratch.get(RANKS, b, shape.patches());
        INDArray mask = scratch.get("mask", b, shape.patches());
        fillMask(in.restore(), in.keep()[0].length, context.kernels().copies(), ranks, mask);
        INDArray labels = scratch.get("labels", b, shape.patches(), shape.patchNumbers());
        patches.channelsLast(in.images(), shape.patchSize(), labels);
        if (normalizedPixels) {
            patches.standardize(labels);
        }
        return new Feed(List.of(ranks), labels, Optional.of(mask));
    }

    private static void fillMask(int[][] restore, int visible, CopyKernels copies, INDArray ranks, INDArray mask) {
        int patches = restore[0].length;
        float[] rank = new float[restore.length * patches];
        float[] masked = new float[rank.length];
        for (int i = 0; i < rank.length; i++) {
            rank[i] = restore[i / patches][i % patches];
            masked[i] = rank[i] >= visible ? 1 : 0;
        }
        copies.into(ranks, rank);
        copies.into(mask, masked);
    }
}
