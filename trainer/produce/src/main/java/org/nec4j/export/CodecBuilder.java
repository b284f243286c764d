package org.nec4j.export;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.json.JsonObject;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.FactorizedTables;
import org.nec4j.entropy.HyperpriorModel;
import org.nec4j.entropy.HyperpriorShape;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.Parameter;
import org.nec4j.vit.DecoderLayer;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

/**
 * From a trained model to a codec file: network weights, integer tables, preprocessing and where it all stems from. Tables are
 * built here, once; every decoder uses these.
 *
 * @param shape         the model's shape
 * @param tensors       encoder's and entropy model's tensors by checkpoint name
 * @param likelihood    the factorised likelihood's formula in training
 * @param preprocessing how pixels become the model's input
 * @param provenance    what the reader wants to know: base checkpoint, run, trainable share
 * @param decoder       how patches were predicted, to add the decoder's tensors so that images can be looked at; nothing leaves them out
 */
public record CodecBuilder(
        VitShape shape,
        Tensors tensors,
        Likelihood likelihood,
        Preprocessing preprocessing,
        Map<String, ?> provenance,
        Optional<Prediction> decoder) {
    /** The model's shape in a codec's settings; a codec without it holds no image encoder. */
    static final String SHAPE = "shape";

    /** CompressAI's scale table: so many scales between these, their logarithms equally far apart. */
    private static final double LEAST_SCALE = 0.11;

    private static final double LARGEST_SCALE = 256;
    private static final int SCALES = 64;

    /** A codec with a factorised bottleneck, its density's hidden layers of these widths. */
    public CodecWriter factorised(List<Integer> filters) {
        FactorizedDensity density = new FactorizedDensity(shape.dim(), filters);
        return factorised(density, tables(FactorizedModel.BOTTLENECK, density));
    }

    /** A codec with a factorised bottleneck whose tables are there already. */
    public CodecWriter factorised(FactorizedDensity density, CdfTables tables) {
        String bottleneck = FactorizedModel.BOTTLENECK;
        return finished(CodecWriter.factorised(medians(bottleneck), tables), bottleneck, density);
    }

    /** A codec with a hyperprior, the density of its side information with hidden layers of these widths. */
    public CodecWriter hyperprior(HyperpriorShape networks, List<Integer> filters) {
        float[] scales = scales();
        FactorizedDensity density = new FactorizedDensity(networks.width(), filters);
        CdfTables side = tables(HyperpriorModel.BOTTLENECK, density);
        return hyperprior(networks, density, side, scales, GaussianTables.of(scales));
    }

    /** The standard deviations that a hyperprior's embeddings are coded under, CompressAI's. */
    public static float[] scales() {
        return GaussianTables.scales(LEAST_SCALE, LARGEST_SCALE, SCALES);
    }

    /**
     * A codec with a hyperprior whose tables are there already.
     *
     * @param density  of the side information
     * @param side     tables of the side information
     * @param scales   standard deviations, rising
     * @param gaussian tables of the embedding, one row a scale
     */
    public CodecWriter hyperprior(
            HyperpriorShape networks, FactorizedDensity density, CdfTables side, float[] scales, CdfTables gaussian) {
        String bottleneck = HyperpriorModel.BOTTLENECK;
        CodecWriter writer = CodecWriter.hyperprior(
                medians(bottleneck),
                side,
                scales,
                gaussian,
                networks.heads(),
                (float) networks.layerNormEps(),
                networks.means());
        addWeights(writer, networks.parameters());
        return finished(writer, bottleneck, density);
    }

    private float[] medians(String bottleneck) {
        return FactorizedDensity.medians(tensors.floats(bottleneck + "." + FactorizedDensity.QUANTILES));
    }

    private CdfTables tables(String bottleneck, FactorizedDensity density) {
        return FactorizedTables.build(density, key -> tensors.floats(bottleneck + "." + key), likelihood);
    }

    /** Keeps the density beside its tables, so that a rate's estimate can be told beside its bytes. */
    private CodecWriter finished(CodecWriter writer, String bottleneck, FactorizedDensity density) {
        addWeights(writer, density.parameters(bottleneck));
        return describe(
                writer,
                shape,
                tensors,
                preprocessing,
                provenance,
                decoder,
                Map.of(CodecEstimate.LIKELIHOOD, likelihood.name()));
    }

    private void addWeights(CodecWriter writer, List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            writer.weight(parameter.name(), parameter.shape(), tensors.floats(parameter.name()));
        }
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
        settings.put(SHAPE, ShapeJson.of(shape));
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
