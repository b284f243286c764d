package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a batch norm with its rectifier. */
final class BatchNormalizationRuntime extends FusedLayerRuntime<BatchNormalization> {
    private static final long serialVersionUID = 1L;

    private final transient BatchNorming norm = new BatchNorming("", true, this::getParam, saved, this::context);

    BatchNormalizationRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape()); // [B, S * S, C]
        norm.forward(training, input, y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        norm.backward(dy, input, gradientOrSpare("weight"), gradientOrSpare("bias"), dx);
        return new Pair<>(trainedGradients(), dx);
    }
}
