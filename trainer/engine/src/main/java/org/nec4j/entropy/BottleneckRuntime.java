package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.DensityParameters;

/** Forward and backward pass of the factorized bottleneck. */
final class BottleneckRuntime extends RatingRuntime<Bottleneck> {
    private static final long serialVersionUID = 1L;

    private double auxiliary = Double.NaN;
    private transient INDArray yTilde;

    BottleneckRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected double rate() {
        return kernels()
                .density()
                .bits(
                        yTilde,
                        layerConf().density().tensors(this::getParam),
                        layerConf().likelihood(),
                        layerConf().likelihoodBound());
    }

    @Override
    public double auxiliary() {
        return auxiliary;
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray y = activation(workspaces, input.shape()); // [B, T, C]
        kernels().elements().copy(input, y);
        if (training) {
            addNoise(y);
            yTilde = saved.get("yTilde", input.shape()); // [B, T, C]
            kernels().elements().copy(y, yTilde);
        } else {
            kernels().elements().roundAround(medians(), y);
        }
        return y;
    }

    /** The middle one of a channel's three quantiles, [C, 1]. */
    private INDArray medians() {
        INDArray quantiles = getParam("quantiles"); // [C, 1, 3]
        INDArray medians = temporary("bottleneck.medians", quantiles.size(0), 1);
        kernels().tokens().copyColumns(quantiles, 1, medians, 0, 1);
        return medians;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape()); // [B, T, C]
        kernels().elements().copy(dy, dx);
        DensityParameters parameters = layerConf().density().tensors(this::getParam);
        rated(kernels()
                .density()
                .bitsBackward(
                        yTilde,
                        parameters,
                        layerConf().likelihood(),
                        layerConf().likelihoodBound(),
                        factor(),
                        dx,
                        layerConf().density().tensors(this::gradientOrSpare)));
        auxiliary = kernels()
                .density()
                .quantileLoss(
                        getParam("quantiles"), parameters, layerConf().outerLogit(), gradientOrSpare("quantiles"));
        return new Pair<>(trainedGradients(), dx);
    }
}
