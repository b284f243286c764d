package org.nec4j.objective;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.vit.Tensors;

/** What hangs behind the embedding in the graph that trains, up to the output layer: a decoder, a comparison, or both. */
public interface Tail {
    /** Names and shapes of all its tensors, those included that never train. */
    Map<String, long[]> tensors();

    /** The layers in the order of their data, the output layer last; always the same objects. */
    List<FusedLayer> layers();

    /** Names of the graph's inputs that it brings along. */
    List<String> inputs();

    /**
     * Adds the layers to a graph.
     *
     * @param embedding name of the vertex that gives the embedding [B, 1 + V, D]
     * @param tensors   all numbers of the model, for what is fixed
     * @param form      each layer as the graph shall have it, frozen or not
     */
    void addTo(GraphBuilder builder, String embedding, Tensors tensors, Function<FusedLayer, Layer> form);

    /** What a step puts into the inputs and compares the output with; arrays are valid until the next call. */
    Feed feed(StepInputs in, LayerContext context);

    /** The decoder that makes pixels of the embedding, so that people can look at it; nothing where there is none. */
    default Optional<PixelDecoder> pixels() {
        return Optional.empty();
    }

    /** The output layer's name. */
    default String output() {
        return layers().get(layers().size() - 1).getLayerName();
    }

    /**
     * One step's share of the tail.
     *
     * @param inputs one a name of {@link #inputs}
     * @param labels what the output is compared with
     * @param mask   which of the labels count, [B, L]; nothing where all do
     */
    record Feed(List<INDArray> inputs, INDArray labels, Optional<INDArray> mask) {}
}
