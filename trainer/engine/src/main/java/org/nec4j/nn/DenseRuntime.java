package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a linear layer. */
final class DenseRuntime extends FusedLayerRuntime<Dense> {
    private static final long serialVersionUID = 1L;

    DenseRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (layerConf().magnitudes()) {
            kernels().elements().magnitudes(input, seen());
        }
        INDArray y =
                activation(workspaces, input.size(0), input.size(1), layerConf().out());
        kernels().linear().forward(seen(), getParam("weight"), getParam("bias"), y); // [B, T, N]
        if (layerConf().rectified()) {
            kernels().elements().rectify(y);
            kernels().elements().copy(y, saved.get("y", y.shape()));
        }
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dpre = dy; // [B, T, N]
        if (layerConf().rectified()) {
            dpre = saved.get("dpre", dy.shape());
            kernels().elements().copy(dy, dpre);
            kernels().elements().timesSign(saved.get("y", dy.shape()), dpre);
        }
        if (layerConf().trainsAny()) {
            kernels().linear().backwardWeights(dpre, seen(), gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dpre, getParam("weight"), dx); // [B, T, K]
        if (layerConf().magnitudes()) {
            kernels().elements().timesSign(input, dx);
        }
        return new Pair<>(trainedGradients(), dx);
    }

    /** What the product sees: the input or its magnitudes. */
    private INDArray seen() {
        return layerConf().magnitudes() ? saved.get("magnitudes", input.shape()) : input;
    }
}
