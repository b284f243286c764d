package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the comparison with a teacher. */
final class FilteredSquaresRuntime extends MeasuringOutputRuntime<FilteredSquares> {
    private static final long serialVersionUID = 1L;

    FilteredSquaresRuntime(NeuralNetConfiguration conf, DataType dataType) {
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
        return new Pair<>(trainedGradients(), dx);
    }

    @Override
    protected double compare() {
        return compare(temporary("filtered.parts", input.shape()));
    }

    private double compare(INDArray dx) {
        kernels().elements().copy(input, dx);
        return kernels()
                .transforms()
                .filteredSquares(
                        dx, getLabels(), layerConf().weight(), layerConf().power(), factor());
    }
}
