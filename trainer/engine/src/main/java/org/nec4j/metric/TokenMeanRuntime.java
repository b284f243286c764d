package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.PatchMean;

/** Forward and backward pass of the mean of patch tokens. */
final class TokenMeanRuntime extends FusedLayerRuntime<TokenMean> {
    private static final long serialVersionUID = 1L;

    TokenMeanRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.size(0), 1, input.size(2));
        PatchMean.forward(context(), input, probabilities(), y); // [B, 1, D]
        return y;
    }

    private INDArray probabilities() {
        return saved.get("probabilities", input.size(0), 1, input.size(1) - 1);
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        int patches = (int) input.size(1) - 1;
        INDArray dtokens = temporary("mean.dpatches", input.size(0), patches, input.size(2));
        kernels().pool().backwardValues(dy, probabilities(), dtokens);
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().elements().fill(0, dx);
        kernels().tokens().copyTokens(dtokens, 0, dx, 1, patches); // [B, 1 + L, D]
        return new Pair<>(trainedGradients(), dx);
    }
}
