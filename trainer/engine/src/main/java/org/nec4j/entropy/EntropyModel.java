package org.nec4j.entropy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.Parameter;

/** What stands between encoder and decoder: layers that quantise an embedding y and rate it, and how they hang together. */
public interface EntropyModel {
    /** The layers in the order of their data; always the same objects. */
    List<FusedLayer> layers();

    /** Names of the layers that take noise, with the channels of it; the one that quantises y comes first. */
    Map<String, Integer> noises();

    /** Values of all tensors before any training, by checkpoint name. */
    Map<String, float[]> initial(long seed);

    /**
     * Adds the layers to a graph.
     *
     * @param y    name of the vertex that gives y [B, T, D]
     * @param form each layer as the graph shall have it, frozen or not
     * @return name of the vertex that gives yTilde in training, yHat at test, [B, T, D]
     */
    String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form);

    /** All tensors of all layers. */
    default List<Parameter> parameters() {
        return layers().stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
}
