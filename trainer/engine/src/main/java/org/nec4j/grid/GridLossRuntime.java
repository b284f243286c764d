package org.nec4j.grid;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedOutputRuntime;
import org.nec4j.nn.Measuring;

/** Forward and backward pass of the loss on gridded fields. */
final class GridLossRuntime extends FusedOutputRuntime<GridLoss> implements Measuring {
    private static final long serialVersionUID = 1L;

    private double factor = 1;
    private boolean isMeasured;
    private double distortion;

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
        compare(dx);
        kernels().elements().scale(factor, dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private void compare(INDArray dx) {
        distortion = kernels().grids().weighedSquares(input, getLabels(), dx);
        isMeasured = true;
    }

    @Override
    public void begin(double weight) {
        this.factor = weight;
        this.isMeasured = false;
    }

    @Override
    public double measured() {
        if (!isMeasured) {
            compare(temporary("grid.slope", input.shape()));
        }
        return distortion;
    }

    /** D alone: DL4J's sum over the graph is not the loss, which is the objective's. */
    @Override
    public double computeScore(double ignored, boolean training, LayerWorkspaceMgr workspaces) {
        return measured();
    }
}
