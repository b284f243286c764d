package org.nec4j.grid;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerRuntime;

/** Forward and backward pass of a scaling of channels. */
final class ChannelScalingRuntime extends FusedLayerRuntime<ChannelScaling> {
    private static final long serialVersionUID = 1L;

    ChannelScalingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape());
        kernels().grids().affine(input, layerConf().scales(), layerConf().shifts(), y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        double[] scales = layerConf().scales();
        kernels().grids().affine(dy, scales, new double[scales.length], dx);
        return new Pair<>(trainedGradients(), dx);
    }
}
