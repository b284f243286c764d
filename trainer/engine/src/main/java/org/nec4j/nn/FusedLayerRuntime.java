package org.nec4j.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.AbstractLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Kernels;

/**
 * A running layer of ours: parameters and gradients are views of the graph's flat vectors, activations lie in the workspaces
 * that the graph asks for. What a backward pass needs is kept in arrays of the layer's own, allocated once.
 *
 * @param <C> its configuration
 */
public abstract class FusedLayerRuntime<C extends FusedLayer> extends AbstractLayer<C> {
    private static final long serialVersionUID = 1L;

    /** What the forward pass keeps for the backward pass of this layer. */
    protected final transient Scratch saved;

    private INDArray flatParameters;
    private INDArray flatGradients;
    private Map<String, INDArray> parameters = new LinkedHashMap<>();
    private Map<String, INDArray> gradients = new LinkedHashMap<>();

    protected FusedLayerRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.saved = new Scratch(dataType);
    }

    /** Kernels and scratch, for helpers that several layers use. */
    protected final LayerContext context() {
        return layerConf().context();
    }

    /** The shared mathematics. */
    protected final Kernels kernels() {
        return context().kernels();
    }

    /** An array that is free to use until this call returns. */
    protected final INDArray temporary(String name, long... shape) {
        return context().scratch().get(name, shape);
    }

    /** Whether a gradient is wanted for the tensor. */
    protected final boolean trains(String key) {
        return layerConf().trains(key);
    }

    /** The view to write the tensor's gradient into. */
    protected final INDArray gradient(String key) {
        return gradients.get(key);
    }

    /** As {@link #gradient}, or a throw-away array where a kernel computes two gradients and this one is not wanted. */
    protected final INDArray gradientOrSpare(String key) {
        return trains(key)
                ? gradients.get(key)
                : temporary("spare." + key, parameters.get(key).shape());
    }

    /** An uninitialized c-ordered array in the workspace that holds activations. */
    protected final INDArray activation(LayerWorkspaceMgr workspaces, long... shape) {
        return workspaces.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    }

    /** An uninitialized c-ordered array in the workspace that holds the gradient for the layer below. */
    protected final INDArray activationGradient(LayerWorkspaceMgr workspaces, long... shape) {
        return workspaces.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, shape, 'c');
    }

    /** The gradients of the tensors that train, as DL4J wants them returned. */
    protected final Gradient trainedGradients() {
        Gradient result = new DefaultGradient(flatGradients);
        gradients.forEach((key, view) -> {
            if (trains(key)) {
                result.setGradientFor(key, view);
            }
        });
        return result;
    }

    @Override
    public final INDArray params() {
        return flatParameters;
    }

    @Override
    public final INDArray getParam(String key) {
        return parameters.get(key);
    }

    @Override
    public final void setParam(String key, INDArray value) {
        kernels().elements().copy(value, parameters.get(key));
    }

    @Override
    public final void setParams(INDArray params) {
        if (params != flatParameters) {
            kernels().elements().copy(params, flatParameters);
        }
    }

    @Override
    public final void setParamsViewArray(INDArray params) {
        this.flatParameters = params;
    }

    @Override
    public final INDArray getGradientsViewArray() {
        return flatGradients;
    }

    @Override
    public final void setBackpropGradientsViewArray(INDArray view) {
        this.flatGradients = view;
        this.gradients = layerConf().initializer().getGradientsFromFlattened(conf, view);
    }

    @Override
    public final void setParamTable(Map<String, INDArray> table) {
        this.parameters = table;
    }

    @Override
    public final Map<String, INDArray> paramTable(boolean backpropParamsOnly) {
        return parameters;
    }

    @Override
    public final long numParams() {
        return flatParameters == null ? 0 : flatParameters.length();
    }

    @Override
    public final boolean isPretrainLayer() {
        return false;
    }

    @Override
    public final void clearNoiseWeightParams() {
        // There is no weight noise.
    }

    @Override
    public final LayerHelper getHelper() {
        return null;
    }
}
