package org.nec4j.nn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;

/**
 * The configuration of a layer of ours in DL4J's graph: its tensors and how each of them trains. A tensor without a setting
 * is frozen: gradients pass through, but none is computed for it.
 *
 * <p>Activations are {@code [B, T, D]}, tokens in the middle, unlike DL4J's recurrent layers. Settings travel with DL4J's
 * JSON, of which DL4J makes copies; nec4j writes tensors alone.
 */
@JsonAutoDetect(
        fieldVisibility = JsonAutoDetect.Visibility.ANY,
        getterVisibility = JsonAutoDetect.Visibility.NONE,
        isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract class FusedLayer extends Layer {
    private static final long serialVersionUID = 1L;

    private final Map<String, IUpdater> updaters = new LinkedHashMap<>();
    private final Map<String, Double> weightDecays = new LinkedHashMap<>();
    private transient LayerContext context;

    /** For DL4J's JSON. */
    protected FusedLayer() {}

    /** A layer whose tensors are all frozen until {@link #train} says otherwise. */
    protected FusedLayer(String name) {
        setLayerName(name);
    }

    /** The layer's tensors, in the order in which they lie in the flat parameter vector; none unless a layer says so. */
    public List<Parameter> parameters() {
        return List.of();
    }

    /** A tensor whose name in a checkpoint is the layer's with its key behind it. */
    protected final Parameter tensor(String key, long... shape) {
        return new Parameter(key, getLayerName() + "." + key, shape);
    }

    /** The layer that runs this configuration. */
    protected abstract FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType);

    /** Says of every tensor how it trains, whatever was said before; a tensor for which the function gives nothing is frozen. */
    public final void train(Function<Parameter, Optional<ParameterSetting>> settings) {
        updaters.clear();
        weightDecays.clear();
        for (Parameter parameter : parameters()) {
            settings.apply(parameter).ifPresent(setting -> {
                IUpdater own = setting.updater().clone();
                bind(own);
                updaters.put(parameter.key(), own);
                weightDecays.put(parameter.key(), setting.weightDecay());
            });
        }
    }

    /** Hands in the kernels and the scratch that the layers of a graph share; nothing computes before that. */
    public final void share(LayerContext shared) {
        this.context = shared;
        updaters.values().forEach(this::bind);
    }

    private void bind(IUpdater updater) {
        if (context != null && updater instanceof TorchAdam adam) {
            adam.use(context.kernels());
        }
    }

    /** Whether any tensor of this layer trains. */
    public final boolean trainsAny() {
        return !updaters.isEmpty();
    }

    /** Whether the tensor trains. */
    public final boolean trains(String key) {
        return updaters.containsKey(key);
    }

    /** Whether the running layer is {@link Measuring}, so that no wrapper of DL4J's may hide it even where it is frozen. */
    public boolean measures() {
        return false;
    }

    final LayerContext context() {
        if (context == null) {
            throw new IllegalStateException(
                    getLayerName() + " was handed no kernels: share a LayerContext with it, or with its graph");
        }
        return context;
    }

    @Override
    public final org.deeplearning4j.nn.api.Layer instantiate(
            NeuralNetConfiguration conf,
            Collection<TrainingListener> trainingListeners,
            int layerIndex,
            INDArray layerParamsView,
            boolean initializeParams,
            DataType networkDataType) {
        FusedLayerRuntime<?> layer = runtime(conf, networkDataType);
        layer.setListeners(trainingListeners);
        layer.setIndex(layerIndex);
        layer.setParamsViewArray(layerParamsView);
        layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
        layer.setConf(conf);
        return layer;
    }

    @Override
    public final ParamInitializer initializer() {
        return FusedInitializer.INSTANCE;
    }

    @Override
    public final IUpdater getUpdaterByParam(String key) {
        return updaters.getOrDefault(key, new NoOp());
    }

    @Override
    public final List<Regularization> getRegularizationByParam(String key) {
        double decay = weightDecays.getOrDefault(key, 0.0);
        return decay == 0
                ? new ArrayList<>()
                : List.of(new DecoupledWeightDecay(decay, context().kernels()));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return inputType;
    }

    @Override
    public void setNIn(InputType inputType, boolean override) {
        // Widths are given by the model's shape, never inferred.
    }

    @Override
    public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
        return null;
    }

    @Override
    public boolean isPretrainParam(String paramName) {
        return false;
    }

    @Override
    public GradientNormalization getGradientNormalization() {
        // The training loop clips by the norm over all layers, which DL4J does not offer.
        return GradientNormalization.None;
    }

    @Override
    public double getGradientNormalizationThreshold() {
        return 0;
    }

    @Override
    public LayerMemoryReport getMemoryReport(InputType inputType) {
        long numbers = parameters().stream().mapToLong(Parameter::length).sum();
        return new LayerMemoryReport.Builder(getLayerName(), getClass(), inputType, inputType)
                .standardMemory(numbers, trainsAny() ? 2 * numbers : 0)
                .workingMemory(0, 0, 0, 0)
                .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
                .build();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FusedLayer that
                && that.getClass() == getClass()
                && getLayerName().equals(that.getLayerName())
                && updaters.equals(that.updaters)
                && weightDecays.equals(that.weightDecays);
    }

    @Override
    public int hashCode() {
        return getLayerName().hashCode();
    }
}
