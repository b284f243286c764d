package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.entropy.EntropyModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * From a trained model to a codec file: network weights, integer tables, preprocessing and where it all stems from. Tables are
 * built here, once; every decoder uses these.
 *
 * @param shape         the model's shape
 * @param tensors       encoder's and entropy model's tensors by checkpoint name
 * @param preprocessing how pixels become the model's input
 * @param provenance    what the reader wants to know: base checkpoint, run, trainable share
 * @param decoder       how patches were predicted, to add the decoder's tensors so that images can be looked at; nothing leaves them out
 */
public record CodecBuilder(
        VitShape shape,
        Tensors tensors,
        Preprocessing preprocessing,
        Map<String, ?> provenance,
        Optional<Prediction> decoder) {
    /** The model's shape in a codec's settings; a codec without it holds no image encoder. */
    static final String SHAPE = "shape";

    /** Where a codec stems from, in its settings. */
    public static final String PROVENANCE = "provenance";

    /**
     * The codec of an entropy model.
     *
     * @param kept tables that exist already
     */
    public CodecWriter codec(EntropyModel entropy, KeptTables kept) {
        return describe(
                entropy.codec(tensors::floats, kept),
                shape,
                tensors,
                preprocessing,
                provenance,
                decoder,
                entropy.codecSettings());
    }

    /** A model's shape as a codec's settings have it. */
    public static Map<String, Object> settings(VitShape shape) {
        return Map.of(SHAPE, ShapeJson.of(shape));
    }

    /** The shape of a codec's encoder; nothing where it has none. */
    public static Optional<VitShape> shape(JsonObject settings) {
        return settings.contains(SHAPE) ? Optional.of(ShapeJson.read(settings.object(SHAPE))) : Optional.empty();
    }

    /**
     * Adds to a codec what encoding images needs, and looking at them: the network's tensors, its shape, preprocessing, provenance.
     * Parameters as this record's.
     *
     * @param further settings of the codec beside these
     */
    public static CodecWriter describe(
            CodecWriter writer,
            VitShape shape,
            Tensors tensors,
            Preprocessing preprocessing,
            Map<String, ?> provenance,
            Optional<Prediction> decoder,
            Map<String, ?> further) {
        Map<String, Object> settings = new LinkedHashMap<>(further);
        settings.putAll(settings(shape));
        settings.put("preprocessing", preprocessing.toJson());
        settings.put(PROVENANCE, provenance);
        decoder.ifPresent(prediction -> settings.put("reconstruction", prediction.toJson()));
        writer.maxTokens(1 + shape.patches()).settings(JsonObject.of(settings));
        shape.encoderTensors().forEach((name, sizes) -> writer.weight(name, sizes, tensors.floats(name)));
        // Heads "with decoder" need the decoder's first layer of every codec whose model has one.
        Map<String, long[]> beside = decoder.isPresent() ? shape.decoderTensors() : DecoderLayer.tensors(shape);
        if (decoder.isPresent() || beside.keySet().stream().allMatch(tensors::contains)) {
            beside.forEach((name, sizes) -> writer.weight(name, sizes, tensors.floats(name)));
        }
        return writer;
    }
}
