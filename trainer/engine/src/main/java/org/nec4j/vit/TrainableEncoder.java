package org.nec4j.vit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.EmbeddingTokens;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.LayerNormalization;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.PatchEmbedding;
import org.nec4j.nn.Scratch;
import org.nec4j.nn.TransformerBlock;

/**
 * The whole encoder, unmasked, as the beginning of a DL4J graph that trains it together with what follows; positions stay.
 *
 * <pre>
 *   patches -&gt; patch_embed -&gt; + positions -&gt; norm_pre, if any -&gt; blocks.0 ... -&gt; norm -&gt; tokens of an embedding
 *           -&gt; without the class token [B, L, D]
 * </pre>
 */
public final class TrainableEncoder {
    private static final String NORM = "norm";
    private static final String PRE_NORM = "norm_pre";
    private static final String CHOICE = "embedding";
    private static final String PATCHES = "patches";
    private static final String POSITIONS = "positions";
    private static final String EMBEDDED = "embedded";
    private static final String PATCH_TOKENS = "patch_tokens";

    private final VitShape shape;
    private final LayerContext context;
    private final Tensors start;
    private final List<FusedLayer> layers;
    private final Scratch scratch = new Scratch();
    private final PatchInput input;

    /**
     * An encoder that starts with these tensors.
     *
     * @param settings how each tensor trains; frozen where it gives nothing
     * @param context  what computes
     */
    public TrainableEncoder(
            VitShape shape,
            Tensors start,
            Function<Parameter, Optional<ParameterSetting>> settings,
            LayerContext context) {
        this.context = context;
        this.shape = shape;
        this.start = start;
        this.layers = layers(shape);
        this.input = new PatchInput(
                shape,
                start.array(context.kernels(), "pos_embed", shape.prefix() + shape.patches(), shape.dim()),
                new LayerContext(context.kernels(), scratch));
        layers.forEach(layer -> layer.train(settings));
    }

    /** The encoder's layers, frozen as they come: those before the blocks, blocks, norm, and the choice of an embedding's tokens. */
    public static List<FusedLayer> layers(VitShape shape) {
        VitForm form = shape.form();
        List<FusedLayer> layers = new ArrayList<>();
        layers.add(new PatchEmbedding(
                "patch_embed",
                shape.channels(),
                shape.patchSize(),
                shape.dim(),
                form.classToken(),
                form.registers(),
                shape.ranks().patchEmbedding()));
        if (form.preNorm()) {
            layers.add(new LayerNormalization(PRE_NORM, shape.dim(), shape.layerNormEps()));
        }
        for (int i = 0; i < shape.depth(); i++) {
            layers.add(new TransformerBlock(
                    "blocks." + i,
                    shape.dim(),
                    shape.hidden(),
                    shape.heads(),
                    shape.layerNormEps(),
                    form.gelu(),
                    shape.ranks().block(i)));
        }
        layers.add(new LayerNormalization(NORM, shape.dim(), shape.layerNormEps()));
        if (!form.isWholeEmbedding()) {
            layers.add(new EmbeddingTokens(CHOICE, form.classToken(), form.registers()));
        }
        return layers;
    }

    /** The encoder's layers that this one trains. */
    public List<FusedLayer> layers() {
        return List.copyOf(layers);
    }

    /** How many of {@link #layers} come before the blocks. */
    public static int layersBeforeBlocks(VitShape shape) {
        return shape.form().preNorm() ? 2 : 1;
    }

    /** What computes, for the layers that follow too. */
    public LayerContext context() {
        return context;
    }

    /** D, the width of a token. */
    public int dim() {
        return shape.dim();
    }

    /** The patches of an image. */
    public PatchGrid grid() {
        return shape.grid();
    }

    /** Puts the encoder into a graph that has no input yet; returns the name of its patch tokens, [B, L, D]. */
    public String addTo(GraphBuilder builder) {
        builder.addVertex(
                PATCH_TOKENS, new SubsetVertex(1, shape.patches()), addWholeTo(builder)); // of dimension 1, the tokens
        return PATCH_TOKENS;
    }

    /** As {@link #addTo}; returns the name of the whole embedding, [B, 1 + L, D]. */
    public String addWholeTo(GraphBuilder builder) {
        builder.addInputs(PATCHES, POSITIONS);
        String last = PATCHES;
        for (FusedLayer layer : layers) {
            layer.share(context);
            builder.addLayer(layer.getLayerName(), layer, last);
            last = layer.getLayerName();
            if (layer == layers.get(0)) {
                builder.addVertex(EMBEDDED, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, POSITIONS);
                last = EMBEDDED;
            }
        }
        return last;
    }

    /** Puts the numbers to start with into the running graph. */
    public void fill(ComputationGraph graph) {
        for (FusedLayer layer : layers) {
            Map<String, INDArray> table = graph.getLayer(layer.getLayerName()).paramTable(false);
            layer.parameters()
                    .forEach(p -> context.kernels().copies().into(table.get(p.key()), start.floats(p.name())));
        }
    }

    /**
     * What the graph's inputs are for these images; valid until the next call.
     *
     * @param pixels normalized images [B, C, H, W], flattened
     */
    public INDArray[] inputs(float[] pixels) {
        int b = pixels.length / shape.imageNumbers();
        int[][] all = Visible.all(b, shape.patches());
        INDArray images = scratch.get("images", b, shape.channels(), shape.imageRows(), shape.imageColumns());
        context.kernels().copies().into(images, pixels);
        return new INDArray[] {input.patches(images, all), input.positions(all)}; // [B, L, C * P * P], [B, N + L, D]
    }
}
