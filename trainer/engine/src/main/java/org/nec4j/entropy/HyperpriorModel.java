package org.nec4j.entropy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.Parameter;

/**
 * A scale hyperprior, or one with means and scales: side information z, coded under a factorised density, tells how widely every
 * element of y is spread.
 *
 * <pre>
 *   y -&gt; h_a -&gt; z -&gt; entropy_bottleneck -&gt; zTilde -&gt; h_s -&gt; scales (, means)
 *   y, scales (, means) -&gt; gaussian_conditional -&gt; yTilde
 * </pre>
 */
public final class HyperpriorModel implements EntropyModel {
    /** The name of the layer that quantises z, as the reference has it. */
    public static final String BOTTLENECK = "entropy_bottleneck";

    /** The name of the layer that quantises y, as the reference has it. */
    public static final String CONDITIONAL = "gaussian_conditional";

    private static final String BESIDE = "y_beside_parameters";

    /**
     * Scales start about one quantisation step wide. Near 0, where PyTorch's own initial values put them, most likelihoods lie at
     * their floor, and nothing tells the way out.
     */
    private static final float INITIAL_SCALE = 1;

    private final HyperpriorShape shape;
    private final DensitySettings settings;
    private final FactorizedDensity density;
    private final List<FusedLayer> layers = new ArrayList<>();

    /**
     * A model by its shape.
     *
     * @param settings     how z's density is learnt
     * @param bitsPerImage whether the score takes the bits' mean over the batch's images, else their sum
     */
    public HyperpriorModel(HyperpriorShape shape, DensitySettings settings, boolean bitsPerImage) {
        this.shape = shape;
        this.settings = settings;
        this.density = settings.density(shape.width());
        layers.addAll(shape.analysis());
        layers.add(new Bottleneck(BOTTLENECK, shape.width(), settings, bitsPerImage));
        layers.addAll(shape.synthesis());
        layers.add(new GaussianConditional(
                CONDITIONAL, shape.dim(), shape.means(), settings.likelihoodBound(), bitsPerImage));
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
            if (layer instanceof GaussianConditional) {
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
}
