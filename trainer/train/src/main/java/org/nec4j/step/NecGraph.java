package org.nec4j.step;

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
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;
import org.nec4j.nn.ParameterSetting;
import org.nec4j.objective.Objective;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.TrainableEncoder;
import org.nec4j.vit.VitShape;

/**
 * What trains: a part of the encoder and what the objective hangs behind it, as DL4J's graph, from the first layer with a tensor that trains.
 *
 * <pre>
 *   patches -&gt; patch_embed -&gt; + positions -&gt; blocks.0 ...      (only where nothing is below the first trained tensor)
 *   tokens  -&gt; blocks.k ... -&gt; norm -&gt; entropy model, if any -&gt; the objective's tail, which ends in the output layer
 * </pre>
 *
 * <p>Layers without a trained tensor stand inside {@code FrozenLayerWithBackprop}: gradients pass, none of their own is computed.
 */
public final class NecGraph {
    static final String TOKENS = "tokens";
    static final String PATCHES = "patches";
    static final String POSITIONS = "positions";

    private static final String EMBEDDED = "embedded";

    private final Objective objective;
    private final List<FusedLayer> encoder;
    private final Map<String, FusedLayer> layers = new LinkedHashMap<>();
    private final int trunkDepth;
    private final boolean embedsPatches;

    /**
     * Plans the graph.
     *
     * @param settings how each tensor trains; frozen where it gives nothing
     */
    public NecGraph(VitShape shape, Objective objective, Function<Parameter, Optional<ParameterSetting>> settings) {
        this.objective = objective;
        List<FusedLayer> whole = TrainableEncoder.layers(shape);
        whole.forEach(layer -> layer.train(settings));
        int blocks = TrainableEncoder.layersBeforeBlocks(shape);
        this.embedsPatches = whole.subList(0, blocks).stream().anyMatch(FusedLayer::trainsAny);
        this.trunkDepth = embedsPatches ? 0 : leadingFrozen(whole.subList(blocks, blocks + shape.depth()));
        this.encoder = whole.subList(embedsPatches ? 0 : blocks + trunkDepth, whole.size());
        encoder.forEach(this::add);
        objective.entropy().ifPresent(model -> model.layers().forEach(layer -> addTrained(layer, settings)));
        objective.tail().layers().forEach(layer -> addTrained(layer, settings));
    }

    /** Encoder blocks below the graph. */
    public int trunkDepth() {
        return trunkDepth;
    }

    /** Whether the graph begins with patches; it begins with tokens otherwise. */
    public boolean embedsPatches() {
        return embedsPatches;
    }

    /** The layers by name, in order. */
    public Map<String, FusedLayer> layers() {
        return layers;
    }

    /** DL4J's graph with these numbers in it. */
    ComputationGraph build(Tensors tensors, LayerContext context, long seed) {
        layers.values().forEach(layer -> layer.share(context));
        ComputationGraphConfiguration.GraphBuilder builder =
                new NeuralNetConfiguration.Builder().seed(seed).miniBatch(false).graphBuilder();
        String last = embedsPatches ? PATCHES : TOKENS;
        builder.addInputs(embedsPatches ? new String[] {PATCHES, POSITIONS} : new String[] {TOKENS});
        builder.addInputs(objective.tail().inputs().toArray(String[]::new));
        for (FusedLayer layer : encoder) {
            builder.addLayer(layer.getLayerName(), formOf(layer), last);
            last = layer.getLayerName();
            if (embedsPatches && layer == encoder.get(0)) {
                builder.addVertex(EMBEDDED, new ElementWiseVertex(ElementWiseVertex.Op.Add), last, POSITIONS);
                last = EMBEDDED;
            }
        }
        if (objective.entropy().isPresent()) {
            last = objective.entropy().get().addTo(builder, last, NecGraph::formOf);
        }
        objective.tail().addTo(builder, last, tensors, NecGraph::formOf);
        builder.setOutputs(objective.tail().output());
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        context.share(graph);
        views(graph).forEach((name, view) -> context.kernels().copies().into(view, tensors.floats(name)));
        return graph;
    }

    /** The graph's tensors by their checkpoint names, as views of the graph's memory. */
    public Map<String, INDArray> views(ComputationGraph graph) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        layers.forEach((name, layer) -> {
            Map<String, INDArray> table = graph.getLayer(name).paramTable(false);
            layer.parameters().forEach(parameter -> views.put(parameter.name(), table.get(parameter.key())));
        });
        return views;
    }

    /** The gradients of the tensors that train, by checkpoint name, as views of the graph's memory. */
    public Map<String, INDArray> gradients(ComputationGraph graph) {
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

    /** DL4J's wrapper hides a layer from whoever asks what it measured; such layers freeze by their updaters. */
    private static Layer formOf(FusedLayer layer) {
        return layer.trainsAny() || layer.measures() ? layer : frozen(layer);
    }

    private static Layer frozen(FusedLayer layer) {
        FrozenLayerWithBackprop wrapper = new FrozenLayerWithBackprop(layer);
        wrapper.setLayerName(layer.getLayerName());
        return wrapper;
    }
}
