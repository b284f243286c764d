package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the choice of tokens. */
final class EmbeddingTokensRuntime extends FusedLayerRuntime<EmbeddingTokens> {
    private static final long serialVersionUID = 1L;

    EmbeddingTokensRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        int prefix = layerConf().prefix();
        INDArray y = activation(workspaces, input.size(0), 1 + input.size(1) - prefix, input.size(2));
        TokenChoice.forward(context(), input, layerConf().classToken(), prefix, y);
        return y; // [B, 1 + V, D]
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        TokenChoice.backward(
                context(), dy, layerConf().classToken(), layerConf().prefix(), dx);
        return new Pair<>(trainedGradients(), dx); // [B, N + V, D]
    }
}
