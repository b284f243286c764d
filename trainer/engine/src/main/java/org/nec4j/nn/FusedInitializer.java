package org.nec4j.nn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cuts the flat parameter vector into c-ordered views, one a tensor. Their values come from a checkpoint or from the model's
 * own initializer.
 */
final class FusedInitializer implements ParamInitializer {
    static final FusedInitializer INSTANCE = new FusedInitializer();

    private FusedInitializer() {}

    @Override
    public long numParams(NeuralNetConfiguration conf) {
        return numParams(conf.getLayer());
    }

    @Override
    public long numParams(Layer layer) {
        return ((FusedLayer) layer)
                .parameters().stream().mapToLong(Parameter::length).sum();
    }

    @Override
    public List<String> paramKeys(Layer layer) {
        return ((FusedLayer) layer).parameters().stream().map(Parameter::key).toList();
    }

    @Override
    public List<String> weightKeys(Layer layer) {
        return paramKeys(layer).stream()
                .filter(key -> isWeightParam(layer, key))
                .toList();
    }

    @Override
    public List<String> biasKeys(Layer layer) {
        return paramKeys(layer).stream().filter(key -> isBiasParam(layer, key)).toList();
    }

    @Override
    public boolean isWeightParam(Layer layer, String key) {
        return !isBiasParam(layer, key);
    }

    @Override
    public boolean isBiasParam(Layer layer, String key) {
        return key.endsWith("bias");
    }

    @Override
    public Map<String, INDArray> init(NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
        FusedLayer layer = (FusedLayer) conf.getLayer();
        layer.parameters().forEach(parameter -> conf.addVariable(parameter.key()));
        return views(layer, paramsView);
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(NeuralNetConfiguration conf, INDArray gradientView) {
        return views((FusedLayer) conf.getLayer(), gradientView);
    }

    private static Map<String, INDArray> views(FusedLayer layer, INDArray flat) {
        Map<String, INDArray> views = new LinkedHashMap<>();
        if (layer.parameters().isEmpty()) {
            return views;
        }
        INDArray vector = flat.reshape(flat.length());
        long offset = 0;
        for (Parameter parameter : layer.parameters()) {
            long end = offset + parameter.length();
            INDArray view = vector.get(NDArrayIndex.interval(offset, end)).reshape('c', parameter.shape());
            views.put(parameter.key(), view);
            offset = end;
        }
        return views;
    }
}
