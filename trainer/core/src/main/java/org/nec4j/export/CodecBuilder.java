package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.CdfTables;
import org.nec4j.codec.CodecWriter;
import org.nec4j.codec.JsonObject;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedTables;
import org.nec4j.kernel.Likelihood;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/** From a trained model to a codec file: network weights, integer tables, preprocessing and where it all stems from. */
public final class CodecBuilder {
    static final String BOTTLENECK = "bottleneck.";

    private CodecBuilder() {}

    /**
     * A codec with a factorised bottleneck. Its tables are built here, once; every decoder uses these.
     *
     * @param shape         the model's shape
     * @param tensors       encoder's and bottleneck's tensors by checkpoint name
     * @param filters       widths of the density's hidden layers
     * @param likelihood    the likelihood's formula in training
     * @param preprocessing how pixels become the model's input
     * @param provenance    what the reader wants to know: base checkpoint, run, trainable share
     * @param decoder       how patches were predicted, to add the decoder's tensors so that images can be looked at; nothing leaves them out
     */
    public static CodecWriter factorised(
            VitShape shape,
            Tensors tensors,
            List<Integer> filters,
            Likelihood likelihood,
            Preprocessing preprocessing,
            Map<String, ?> provenance,
            Optional<Prediction> decoder) {
        FactorizedDensity density = new FactorizedDensity(shape.dim(), filters);
        CdfTables tables = FactorizedTables.build(density, key -> tensors.floats(BOTTLENECK + key), likelihood);
        float[] medians = FactorizedDensity.medians(tensors.floats(BOTTLENECK + FactorizedDensity.QUANTILES));
        return describe(CodecWriter.factorised(medians, tables), shape, tensors, preprocessing, provenance, decoder);
    }

    /**
     * Adds to a codec what encoding images needs, and looking at them: the network's tensors, its shape, preprocessing, provenance.
     * Parameters as above.
     */
    public static CodecWriter describe(
            CodecWriter writer,
            VitShape shape,
            Tensors tensors,
            Preprocessing preprocessing,
            Map<String, ?> provenance,
            Optional<Prediction> decoder) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("shape", ShapeJson.of(shape));
        settings.put("preprocessing", preprocessing.toJson());
        settings.put("provenance", provenance);
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
