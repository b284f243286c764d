package org.nec4j.entropy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/**
 * What stands between encoder and decoder, in one class a model: the layers that quantize an embedding y and rate it, how they hang
 * together and begin; then what the trained model expects an embedding to cost, and the codec that it becomes.
 */
public interface EntropyModel {
    /** The layers in the order of their data; always the same objects. */
    List<FusedLayer> layers();

    /** Names of the layers that take noise, with the channels of it; the one that quantizes y comes first. */
    Map<String, Integer> noises();

    /** Names of the layers that measure bits, in the order of the data; usually those that take noise. */
    List<String> rated();

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

    /**
     * What it expects embeddings to cost once it is trained.
     *
     * @param tensors its tensors, row-major, by checkpoint name
     */
    RateEstimate estimate(Function<String, float[]> tensors, LayerContext context);

    /**
     * A codec of the trained model, without the image encoder: what decoding needs, integer tables above all, and beside it what an
     * estimate needs. Throws UserException where the tensors give no tables.
     *
     * @param tensors its tensors, row-major, by checkpoint name
     * @param kept    tables that exist already
     */
    CodecWriter codec(Function<String, float[]> tensors, KeptTables kept);

    /** What the codec's settings say of the model. */
    Map<String, ?> codecSettings();

    /** How CompressAI keeps it; nothing where CompressAI has no such model. */
    default Optional<CompressAiForm> compressAi() {
        return Optional.empty();
    }

    /** Adds tensors to a codec under their own names. */
    static CodecWriter weights(CodecWriter codec, List<Parameter> parameters, Function<String, float[]> tensors) {
        parameters.forEach(p -> codec.weight(p.name(), p.shape(), tensors.apply(p.name())));
        return codec;
    }

    /** All tensors of all layers. */
    default List<Parameter> parameters() {
        return layers().stream().flatMap(layer -> layer.parameters().stream()).toList();
    }
}
