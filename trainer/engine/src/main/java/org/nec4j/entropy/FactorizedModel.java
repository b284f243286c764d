package org.nec4j.entropy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.nn.FusedLayer;

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
     * @param channels     one for each number of a token
     * @param bitsPerImage whether the score takes the bits' mean over the batch's images, else their sum
     */
    public FactorizedModel(int channels, DensitySettings settings, boolean bitsPerImage) {
        this.settings = settings;
        this.density = settings.density(channels);
        this.bottleneck = new Bottleneck(BOTTLENECK, channels, settings, bitsPerImage);
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
    public Map<String, float[]> initial(long seed) {
        return density.initial(BOTTLENECK, settings.initScale(), seed);
    }

    @Override
    public String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form) {
        builder.addLayer(BOTTLENECK, form.apply(bottleneck), y);
        return BOTTLENECK;
    }
}
