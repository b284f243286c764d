package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a layer norm. */
final class LayerNormalizationRuntime extends FusedLayerRuntime<LayerNormalization> {
    private static final long serialVersionUID = 1L;

    LayerNormalizationRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape()); // [B, T, D]
        kernels()
                .layerNorm()
                .forward(
                        input, getParam("weight"), getParam("bias"), layerConf().eps(), y, stats());
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape()); // [B, T, D]
        kernels().layerNorm().backwardInput(dy, input, getParam("weight"), stats(), dx);
        if (layerConf().trainsAny()) {
            kernels()
                    .layerNorm()
                    .backwardWeights(dy, input, stats(), gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        return new Pair<>(trainedGradients(), dx);
    }

    private INDArray stats() {
        return saved.get("stats", input.length() / input.size(-1), 2);
    }
}
