package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A running output layer without tensors, which passes its input on and compares it with its labels.
 *
 * @param <C> its configuration
 */
abstract class ComparisonRuntime<C extends FusedLayer> extends MeasuringOutputRuntime<C> {
    private static final long serialVersionUID = 1L;

    ComparisonRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** The term; dx, of the input's shape, receives factor * its gradient. */
    abstract double compare(INDArray dx);

    @Override
    public final INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape());
        kernels().elements().copy(input, y);
        return y;
    }

    @Override
    public final Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        keep(compare(dx));
        return new Pair<>(trainedGradients(), dx);
    }

    @Override
    protected final double compare() {
        return compare(temporary("comparison.gradient", input.shape()));
    }
}
