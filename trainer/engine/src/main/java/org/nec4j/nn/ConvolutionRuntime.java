package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a convolution. */
final class ConvolutionRuntime extends FusedLayerRuntime<Convolution> {
    private static final long serialVersionUID = 1L;

    private final transient Convolving convolving =
            new Convolving(this::context, pixels -> layerConf().rows(pixels));

    ConvolutionRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y =
                activation(workspaces, input.size(0), input.size(1), layerConf().out()); // [B, H * W, out]
        convolving.forward(input, getParam("weight"), bias(), y);
        return y;
    }

    private INDArray bias() {
        return layerConf().bias()
                ? getParam("bias")
                : convolving.noBias(layerConf().out());
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dbias = layerConf().bias()
                ? gradientOrSpare("bias")
                : temporary("convolution.dbias", layerConf().out());
        convolving.backwardWeights(dy, input, gradientOrSpare("weight"), dbias);
        INDArray dx = activationGradient(workspaces, input.shape());
        convolving.backwardInput(dy, getParam("weight"), dx); // [B, H * W, in]
        return new Pair<>(trainedGradients(), dx);
    }
}
