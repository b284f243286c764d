package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Measuring;

/** Forward and backward pass of codes past the triplet loss. */
final class BatchHardTripletRuntime extends FusedLayerRuntime<BatchHardTriplet> implements Measuring {
    private static final long serialVersionUID = 1L;

    private double factor;
    private double measured;

    BatchHardTripletRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public void begin(double weight) {
        factor = weight;
        measured = 0;
    }

    @Override
    public double measured() {
        return measured;
    }

    /** Batches that nobody learns from hold no identities. */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        if (training) {
            measured = kernels()
                    .metrics()
                    .hardestTriplets(
                            input, layerConf().views(), layerConf().margin(), saved.get("slope", input.shape()));
        }
        INDArray y = activation(workspaces, input.shape());
        kernels().elements().copy(input, y);
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().elements().copy(dy, dx);
        kernels().elements().addScaled(factor, saved.get("slope", input.shape()), dx);
        return new Pair<>(trainedGradients(), dx);
    }
}
