package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.entropy.Bottleneck;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.GaussianConditional;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.LayerNormalization;
import org.nec4j.nn.MaskedPixelLoss;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.nn.PatchEmbedding;
import org.nec4j.nn.TokenProjection;
import org.nec4j.nn.TransformerBlock;
import org.nec4j.nn.Unshuffle;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.TrainableEncoder;
import org.nec4j.vit.VitShape;

/**
 * The trainable part of a masked autoencoder as DL4J's graph, from the first layer with a tensor that trains.
 *
 * <pre>
 *   patches -&gt; patch_embed -&gt; + positions -&gt; blocks.0 ...      (only where nothing is below the first trained tensor)
 *   tokens  -&gt; blocks.k ... -&gt; norm -&gt; entropy model -&gt; decoder_embed -&gt; unshuffle(ranks) -&gt; decoder_blocks.0 ...
 *           -&gt; decoder_norm -&gt; decoder_pred, the output layer
 * </pre>
 *
 * <p>Layers without a trained tensor stand inside {@code FrozenLayerWithBackprop}: gradients pass, none of their own is computed.
 */
final class NecGraph {
    static final String TOKENS = "tokens";
    static final String PATCHES = "patches";
    static final String POSITIONS = "positions";
    static final String RANKS = "ranks";
    static final String OUTPUT = "decoder_pred";

    private final VitShape shape;
    private final Optional<EntropyModel> entropy;
    private final Map<String, FusedLayer> layers = new LinkedHashMap<>();
    private final int trunkDepth;
    private final boolean embedsPatches;

    /**
     * Plans the graph.
     *
     * @param entropy  the entropy model, or nothing for plain masked autoencoding
     * @param settings how each tensor trains; frozen where it gives nothing
     */
    NecGraph(
            VitShape shape,
            double lambda,
            Optional<EntropyModel> entropy,
            Function<Parameter, Optional<ParameterSetting>> settings) {
        this.shape = shape;
        this.entropy = entropy;
        double eps = shape.layerNormEps();
        List<FusedLayer> encoder = TrainableEncoder.layers(shape);
        encoder.forEach(layer -> layer.train(settings));
        this.embedsPatches = encoder.get(0).trainsAny();
        this.trunkDepth = embedsPatches ? 0 : leadingFrozen(encoder.subList(1, 1 + shape.depth()));
        encoder.subList(embedsPatches ? 0 : 1 + trunkDepth, encoder.size()).forEach(this::add);
        entropy.ifPresent(model -> model.layers().forEach(layer -> addTrained(layer, settings)));
        addTrained(new TokenProjection("decoder_embed", shape.dim(), shape.decoderDim()), settings);
        for (int i = 0; i < shape.decoderDepth(); i++) {
            addTrained(
                    new TransformerBlock(
                            "decoder_blocks." + i,
                            shape.decoderDim(),
                            shape.decoderHidden(),
                            shape.decoderHeads(),
                            eps),
                    settings);
        }
        addTrained(new LayerNormalization("decoder_norm", shape.decoderDim(), eps), settings);
        addTrained(new MaskedPixelLoss(OUTPUT, shape.decoderDim(), shape.patchNumbers(), lambda), settings);
    }

    /** Encoder blocks below the graph. */
    int trunkDepth() {
        return trunkDepth;
    }

    /** Whether the graph begins with patches; it begins with tokens otherwise. */
    boolean embedsPatches() {
        return embedsPatches;
    }

    /** The layers by name, in order. */
    Map<String, FusedLayer> layers() {
        return layers;
    }

    /** DL4J's graph with these numbers in it. */
    ComputationGraph build(Tensors tensors, LayerContext context, long seed) {
        layers.values().forEach(layer -> layer.share(context));
        ComputationGraphConfiguration.GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(seed).miniBatch(false).graphBuilder();
        String last;
        if (embedsPatches) {
            builder.addInputs(PATCHES, POSITIONS, RANKS);
            last = PATCHES;
        } else {
            builder.addInputs(TOKENS, RANKS);
            last = TOKENS;
        }
        List<FusedLayer> entropyLayers = entropy.map(EntropyModel::layers).orElse(List.of());
        for (FusedLayer layer : layers.values()) {
            String name = layer.getLayerName();
            if (entropyLayers.contains(layer)) {
                continue;
            }
            builder.addLayer(name, formOf(layer), last);
            last = name;
            if (name.equals(TrainableEncoder.END) && entropy.isPresent()) {
                last = entropy.get().addTo(builder, last, NecGraph::formOf);
            } else if (layer instanceof PatchEmbedding) {
                builder.addVertex("embedded", new ElementWiseVertex(ElementWiseVertex.Op.Add), name, POSITIONS);
                last = "embedded";
            } else if (layer instanceof TokenProjection) {
                builder.addVertex(
                        "unshuffle",
                        new Unshuffle(tensors.floats("decoder_pos_embed"), shape.decoderDim()),
                        name,
                        RANKS);
                last = "unshuffle";
            }
        }
        ComputationGraph graph = new ComputationGraph(builder.setOutputs(OUTPUT).build());
        graph.init();
        fill(graph, tensors);
        return graph;
    }

    /** The graph's tensors by their checkpoint names, as views of the graph's memory. */
    Map<String, INDArray> views(ComputationGraph graph) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            Map<String, INDArray> table = graph.getLayer(name).paramTable(false);
            layer.parameters().forEach(parameter -> views.put(parameter.name(), table.get(parameter.key())));
        });
        return views;
    }

    /** The gradients of the tensors that train, by checkpoint name, as views of the graph's memory. */
    Map<String, INDArray> gradients(ComputationGraph graph) {
        Map<String, INDArray> gradients = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            org.deeplearning4j.nn.api.Layer running = graph.getLayer(name);
            if (layer.trainsAny()) {
                Map<String, INDArray> table =
                        layer.initializer().getGradientsFromFlattened(running.conf(), running.getGradientsViewArray());
                layer.parameters().stream()
                        .filter(parameter -> layer.trains(parameter.key()))
                        .forEach(parameter -> gradients.put(parameter.name(), table.get(parameter.key())));
            }
        });
        return gradients;
    }

    private void fill(ComputationGraph graph, Tensors tensors) {
        views(graph).forEach((name, view) -> {
            INDArray values = Nd4j.createFromArray(tensors.floats(name)).reshape('c', view.shape());
            view.assign(values);
        });
    }

    private void add(FusedLayer layer) {
        layers.put(layer.getLayerName(), layer);
    }

    private void addTrained(FusedLayer layer, Function<Parameter, Optional<ParameterSetting>> settings) {
        layer.train(settings);
        add(layer);
    }

    private static int leadingFrozen(List<FusedLayer> blocks) {
        int frozen = 0;
        while (frozen < blocks.size() && !blocks.get(frozen).trainsAny()) {
            frozen++;
        }
        return frozen;
    }

    /** DL4J's wrapper hides rated layers and the output layer from whoever asks for rate and distortion; they freeze by their updaters. */
    private static Layer formOf(FusedLayer layer) {
        boolean asked =
                layer instanceof Bottleneck || layer instanceof GaussianConditional || layer instanceof MaskedPixelLoss;
        return layer.trainsAny() || asked ? layer : frozen(layer);
    }

    private static Layer frozen(FusedLayer layer) {
        FrozenLayerWithBackprop wrapper = new FrozenLayerWithBackprop(layer);
        wrapper.setLayerName(layer.getLayerName());
        return wrapper;
    }
}
