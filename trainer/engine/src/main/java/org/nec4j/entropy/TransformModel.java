package org.nec4j.entropy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nec4j.codec.model.CodecWriter;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.InitialWeights;
import org.nec4j.nn.LayerContext;

/**
 * A learnt transform with learnt steps under Laplace densities: a {@link TransformBottleneck} and nothing else. It codes what differs from
 * the mean over the tokens; the mean itself is coded by a layer that needs no training ({@link PooledLayer}).
 *
 * <p>Its tables, and those of the pooled layer, are counted on images once it is trained: whoever exports it brings them.
 */
public final class TransformModel implements EntropyModel {
    /** The layer's name. */
    public static final String LAYER = "transform";

    private final TransformShape shape;
    private final StepRange steps;
    private final TransformBottleneck layer;

    /**
     * A model by its shape.
     *
     * @param relaxation what stands for quantization while it trains
     * @param steps      the steps that it shall serve
     */
    public TransformModel(TransformShape shape, Relaxation relaxation, StepRange steps) {
        this.shape = shape;
        this.steps = steps;
        this.layer = new TransformBottleneck(LAYER, shape, relaxation, steps);
    }

    /** The transform's shape. */
    public TransformShape shape() {
        return shape;
    }

    /** The steps that it serves. */
    public StepRange steps() {
        return steps;
    }

    /** What stands for quantization while it trains. */
    public Relaxation relaxation() {
        return layer.relaxation();
    }

    @Override
    public List<FusedLayer> layers() {
        return List.of(layer);
    }

    @Override
    public Map<String, Integer> noises() {
        return Map.of(LAYER, shape.components());
    }

    @Override
    public List<String> rated() {
        return List.of(LAYER);
    }

    /** A random start; {@code synthesis} is the transpose of {@code analysis}, all steps and scales are 1, all means 0. */
    @Override
    public Map<String, float[]> initial(long seed) {
        int k = shape.components();
        int d = shape.dim();
        float[] analysis = InitialWeights.draw(LAYER + ".analysis", new long[] {k, d}, seed);
        float[] synthesis = new float[k * d];
        for (int i = 0; i < analysis.length; i++) {
            synthesis[i % d * k + i / d] = analysis[i];
        }
        Map<String, float[]> tensors = new LinkedHashMap<>();
        tensors.put(LAYER + ".analysis", analysis);
        tensors.put(LAYER + ".synthesis", synthesis);
        tensors.put(LAYER + ".mean", new float[shape.tokens() * d]);
        tensors.put(LAYER + ".steps", new float[shape.frequencies() * k]);
        tensors.put(LAYER + ".scales", new float[shape.frequencies() * k]);
        return tensors;
    }

    @Override
    public String addTo(GraphBuilder builder, String y, Function<FusedLayer, Layer> form) {
        builder.addLayer(LAYER, form.apply(layer), y);
        return LAYER;
    }

    /** Bits of the token layer at the step in the middle of those that it serves. */
    @Override
    public RateEstimate estimate(Function<String, float[]> tensors, LayerContext context) {
        return new TransformEstimate(shape, tensors, context, steps.middle());
    }

    /** Never: tables are counted on images, which tensors alone do not tell. */
    @Override
    public CodecWriter codec(Function<String, float[]> tensors, KeptTables kept) {
        throw new UnsupportedOperationException("the tables of a transform are counted on images");
    }

    @Override
    public Map<String, ?> codecSettings() {
        return Map.of();
    }
}
