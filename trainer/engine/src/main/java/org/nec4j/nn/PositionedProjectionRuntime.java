package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of a projection with positions. */
final class PositionedProjectionRuntime extends FusedLayerRuntime<PositionedProjection> {
    private static final long serialVersionUID = 1L;

    PositionedProjectionRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y =
                activation(workspaces, input.size(0), input.size(1), layerConf().out());
        INDArray zeros = temporary("positioned.bias", layerConf().out());
        kernels().elements().fill(0, zeros);
        kernels().linear().forward(input, getParam("weight"), zeros, y); // [B, L, E]
        kernels().tokens().addToEach(getParam("positions"), y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        if (trains("weight")) {
            kernels()
                    .linear()
                    .backwardWeights(
                            dy,
                            input,
                            gradient("weight"),
                            temporary("positioned.bias", layerConf().out()));
        }
        if (trains("positions")) {
            int tokens = (int) dy.size(1);
            int[] rows = new int[(int) (dy.size(0) * tokens)];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = i % tokens;
            }
            kernels().tokens().scatterAdd(dy, rows, gradient("positions")); // summed over the images
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dy, getParam("weight"), dx); // [B, L, D]
        return new Pair<>(trainedGradients(), dx);
    }
}
