package org.nec4j.entropy;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.codec.Codec;
import org.nec4j.codec.entropy.CdfTables;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.LayerContext;

/** One learned density a channel, shared by all tokens: a {@link Bottleneck} and nothing else. */
public final class FactorizedModel implements EntropyModel {
    /** The layer's name, as the reference calls it. */
    public static final String BOTTLENECK = "bottleneck";

    private final DensitySettings settings;
    private final FactorizedDensity density;
    private final Bottleneck bottleneck;

    /**
     * A model by its shape.
     *
     * @param channels one for each number of a token
     * @param settings how their densities are learnt
     */
    public FactorizedModel(int channels, DensitySettings settings) {
        this.settings = settings;
        this.density = settings.density(channels);
        this.bottleneck = new Bottleneck(BOTTLENECK, channels, settings);
    }

    @Override
    public List<FusedLayer> layers() {
        return List.of(bottleneck);
    }

    @Override
    public Map<String, Integer> noises() {
        return Map.of(BOTTLENECK, density.channels());
    }

    @Override
    public List<String> rated() {
        return List.of(BOTTLENECK);
    }

    @Override
    public Map<String, float[]> initial(long seed) {
        return density.initial(BOTTLENECK, settings.initScale(), seed);
    }

    @Override
    public String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form) {
        builder.addLayer(BOTTLENECK, form.apply(bottleneck), y);
        return BOTTLENECK;
    }

    @Override
    public RateEstimate estimate(Function<String, float[]> tensors, LayerContext context) {
        return settings.estimate(BOTTLENECK, density, tensors, context.kernels());
    }

    @Override
    public CodecWriter codec(Function<String, float[]> tensors, KeptTables kept) {
        float[] medians = density.medians(BOTTLENECK, tensors);
        CdfTables tables = settings.tables(BOTTLENECK, density, tensors, kept);
        return EntropyModel.weights(CodecWriter.factorized(medians, tables), density.parameters(BOTTLENECK), tensors);
    }

    @Override
    public Map<String, ?> codecSettings() {
        return settings.toCodec();
    }

    @Override
    public Optional<CompressAiForm> compressAi() {
        return Optional.of(new Form());
    }

    private final class Form implements CompressAiForm {
        @Override
        public String words() {
            return "factorized bottleneck";
        }

        @Override
        public String bottleneck() {
            return BOTTLENECK;
        }

        @Override
        public boolean isIn(Collection<String> names) {
            return names.contains(BOTTLENECK + "." + FactorizedDensity.QUANTILES) && !HyperpriorModel.isIn(names);
        }

        @Override
        public List<String> buffers() {
            return List.of(CompressAiBuffers.ofBottleneck(BOTTLENECK));
        }

        @Override
        public void addBuffers(SafeTensorsWriter file, Function<String, float[]> tensors, boolean tables) {
            CompressAiBuffers.addBottleneck(
                    file,
                    BOTTLENECK,
                    settings.builtIf(tables, BOTTLENECK, density, tensors),
                    settings.tailMass(),
                    settings.likelihoodBound());
        }
    }

    /** Finds the model in a codec's file. */
    public static final class Stored implements StoredModel {
        @Override
        public Optional<EntropyModel> in(Codec codec, SafeTensors file) {
            return DensitySettings.stored(codec, file, BOTTLENECK)
                    .map(settings -> new FactorizedModel(codec.dim(), settings));
        }
    }
}
