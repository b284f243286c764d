package org.nec4j.entropy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.codec.Codec;
import org.nec4j.codec.entropy.GaussianTables;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.LayerContext;
import org.nec4j.nn.Parameter;

/**
 * A scale hyperprior, or one with means and scales: side information z, coded under a factorized density, tells how widely every
 * element of y is spread.
 *
 * <pre>
 *   y -&gt; h_a -&gt; z -&gt; entropy_bottleneck -&gt; zTilde -&gt; h_s -&gt; scales (, means)
 *   y, scales (, means) -&gt; gaussian_conditional -&gt; yTilde
 * </pre>
 */
public final class HyperpriorModel implements EntropyModel {
    /** The name of the layer that quantizes z, as the reference has it. */
    public static final String BOTTLENECK = "entropy_bottleneck";

    /** The name of the layer that quantizes y, as the reference has it. */
    public static final String CONDITIONAL = "gaussian_conditional";

    /** CompressAI's scale table: so many scales between these, their logarithms equally far apart. */
    private static final double LEAST_SCALE = 0.11;

    private static final double LARGEST_SCALE = 256;
    private static final int SCALES = 64;

    private static final String BESIDE = "y_beside_parameters";

    private static final String SYNTHESIS = "h_s.";

    /**
     * Scales start about one quantization step wide. Near 0, where PyTorch's own initial values put them, most likelihoods lie at
     * their floor, and nothing tells the way out.
     */
    private static final float INITIAL_SCALE = 1;

    private final HyperpriorShape shape;
    private final DensitySettings settings;
    private final FactorizedDensity density;
    private final GaussianConditional conditional;
    private final List<FusedLayer> layers = new ArrayList<>();

    /**
     * A model by its shape.
     *
     * @param settings how z's density is learnt
     */
    public HyperpriorModel(HyperpriorShape shape, DensitySettings settings) {
        this.shape = shape;
        this.settings = settings;
        this.density = settings.density(shape.width());
        layers.addAll(shape.analysis());
        layers.add(new Bottleneck(BOTTLENECK, shape.width(), settings));
        layers.addAll(shape.synthesis());
        conditional = new GaussianConditional(CONDITIONAL, shape.dim(), shape.means(), settings.likelihoodBound());
        layers.add(conditional);
    }

    @Override
    public List<FusedLayer> layers() {
        return layers;
    }

    @Override
    public Map<String, Integer> noises() {
        Map<String, Integer> noises = new LinkedHashMap<>();
        noises.put(CONDITIONAL, shape.dim());
        noises.put(BOTTLENECK, shape.width());
        return noises;
    }

    @Override
    public List<String> rated() {
        return List.of(BOTTLENECK, CONDITIONAL);
    }

    @Override
    public Map<String, float[]> initial(long seed) {
        Map<String, float[]> tensors = new LinkedHashMap<>(density.initial(BOTTLENECK, settings.initScale(), seed));
        for (Parameter parameter : parameters()) {
            tensors.computeIfAbsent(parameter.name(), name -> InitialWeights.draw(name, parameter.shape(), seed));
        }
        Arrays.fill(tensors.get(shape.lastLayer() + ".bias"), 0, shape.dim(), INITIAL_SCALE);
        return tensors;
    }

    @Override
    public String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form) {
        String previous = y;
        for (FusedLayer layer : layers) {
            if (layer == conditional) {
                MergeVertex beside = new MergeVertex();
                beside.setMergeAxis(2);
                builder.addVertex(BESIDE, beside, y, previous);
                previous = BESIDE;
            }
            builder.addLayer(layer.getLayerName(), form.apply(layer), previous);
            previous = layer.getLayerName();
        }
        return previous;
    }

    @Override
    public RateEstimate estimate(Function<String, float[]> tensors, LayerContext context) {
        FactorizedEstimate side = settings.estimate(BOTTLENECK, density, tensors, context.kernels());
        return new HyperpriorEstimate(shape, side, tensors, context);
    }

    @Override
    public CodecWriter codec(Function<String, float[]> tensors, KeptTables kept) {
        float[] scales = kept.scales(CONDITIONAL).orElseGet(HyperpriorModel::scales);
        CodecWriter codec = CodecWriter.hyperprior(
                density.medians(BOTTLENECK, tensors),
                settings.tables(BOTTLENECK, density, tensors, kept),
                scales,
                kept.tables(CONDITIONAL).orElseGet(() -> GaussianTables.of(scales)),
                shape.heads(),
                (float) shape.layerNormEps(),
                shape.means());
        EntropyModel.weights(codec, shape.parameters(), tensors);
        return EntropyModel.weights(codec, density.parameters(BOTTLENECK), tensors);
    }

    @Override
    public Map<String, ?> codecSettings() {
        return settings.toCodec();
    }

    @Override
    public Optional<CompressAiForm> compressAi() {
        return Optional.of(new Form());
    }

    private static float[] scales() {
        return GaussianTables.scales(LEAST_SCALE, LARGEST_SCALE, SCALES);
    }

    /** Whether a state dict of these names holds a hyperprior. */
    static boolean isIn(Collection<String> names) {
        return names.stream().anyMatch(name -> name.startsWith(SYNTHESIS));
    }

    private final class Form implements CompressAiForm {
        @Override
        public String words() {
            return "hyperprior";
        }

        @Override
        public String bottleneck() {
            return BOTTLENECK;
        }

        @Override
        public boolean isIn(Collection<String> names) {
            return HyperpriorModel.isIn(names);
        }

        @Override
        public List<String> buffers() {
            List<String> buffers = new ArrayList<>(List.of(CompressAiBuffers.ofBottleneck(BOTTLENECK)));
            buffers.add(CONDITIONAL + ".");
            return buffers;
        }

        @Override
        public void addBuffers(SafeTensorsWriter file, Function<String, float[]> tensors, boolean tables) {
            CompressAiBuffers.addBottleneck(
                    file,
                    BOTTLENECK,
                    settings.builtIf(tables, BOTTLENECK, density, tensors),
                    settings.tailMass(),
                    settings.likelihoodBound());
            float[] scales = scales();
            CompressAiBuffers.addConditional(
                    file,
                    CONDITIONAL,
                    scales,
                    tables ? Optional.of(GaussianTables.of(scales)) : Optional.empty(),
                    settings.likelihoodBound());
        }
    }

    /** Finds the model in a codec's file. */
    public static final class Stored implements StoredModel {
        @Override
        public Optional<EntropyModel> in(Codec codec, SafeTensors file) {
            return DensitySettings.stored(codec, file, BOTTLENECK)
                    .map(settings -> new HyperpriorModel(HyperpriorShape.stored(codec, file), settings));
        }
    }
}
