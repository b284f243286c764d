package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a projection with an appended mask token. */
final class TokenProjectionRuntime extends FusedLayerRuntime<TokenProjection> {
    private static final long serialVersionUID = 1L;

    TokenProjectionRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long t = input.size(1);
        INDArray projected = temporary("project.tokens", b, t, layerConf().out());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), projected); // [B, T, E]
        INDArray y = activation(workspaces, b, t + 1, layerConf().out());
        kernels().tokens().copyTokens(projected, 0, y, 0, (int) t);
        kernels().tokens().fillToken(getParam("masktoken"), y, (int) t);
        return y; // [B, T + 1, E]
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long t = input.size(1);
        INDArray dprojected = temporary("project.tokens", b, t, layerConf().out());
        kernels().tokens().copyTokens(dy, 0, dprojected, 0, (int) t); // [B, T, E]
        if (trains("masktoken")) {
            kernels().tokens().sumToken(dy, (int) t, gradient("masktoken"));
        }
        if (trains("weight") || trains("bias")) {
            kernels().linear().backwardWeights(dprojected, input, gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dprojected, getParam("weight"), dx); // [B, T, D]
        return new Pair<>(trainedGradients(), dx);
    }
}
