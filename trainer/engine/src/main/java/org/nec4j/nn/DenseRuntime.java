package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Pointwise;

/** Forward and backward pass of a linear layer. */
final class DenseRuntime extends FusedLayerRuntime<Dense> {
    private static final long serialVersionUID = 1L;

    DenseRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (layerConf().magnitudes()) {
            Pointwise.magnitudes(input, seen());
        }
        INDArray y =
                activation(workspaces, input.size(0), input.size(1), layerConf().out());
        kernels().linear(seen(), getParam("weight"), getParam("bias"), y); // [B, T, N]
        if (layerConf().rectified()) {
            Pointwise.rectify(y);
            saved.get("y", y.shape()).assign(y);
        }
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dpre = dy; // [B, T, N]
        if (layerConf().rectified()) {
            dpre = saved.get("dpre", dy.shape());
            dpre.assign(dy);
            Pointwise.timesSign(saved.get("y", dy.shape()), dpre);
        }
        if (layerConf().trainsAny()) {
            kernels().linearBackwardWeights(dpre, seen(), gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linearBackwardInput(dpre, getParam("weight"), dx); // [B, T, K]
        if (layerConf().magnitudes()) {
            Pointwise.timesSign(input, dx);
        }
        return new Pair<>(trainedGradients(), dx);
    }

    /** What the product sees: the input or its magnitudes. */
    private INDArray seen() {
        return layerConf().magnitudes() ? saved.get("magnitudes", input.shape()) : input;
    }
}
