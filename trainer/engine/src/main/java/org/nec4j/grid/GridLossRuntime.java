package org.nec4j.grid;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.MeasuringOutputRuntime;

/** Forward and backward pass of the loss on gridded fields. */
final class GridLossRuntime extends MeasuringOutputRuntime<GridLoss> {
    private static final long serialVersionUID = 1L;

    GridLossRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape());
        kernels().elements().copy(input, y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        keep(compare(dx));
        kernels().elements().scale(factor(), dx);
        return new Pair<>(trainedGradients(), dx);
    }

    @Override
    protected double compare() {
        return compare(temporary("grid.slope", input.shape()));
    }

    private double compare(INDArray dx) {
        return kernels().grids().weighedSquares(input, getLabels(), dx);
    }
}
