package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;

/** Forward and backward pass of the factorised bottleneck. */
final class BottleneckRuntime extends RatingRuntime<Bottleneck> {
    private static final long serialVersionUID = 1L;

    private final transient DensityKernel density;
    private double auxiliary = Double.NaN;
    private transient INDArray yTilde;

    BottleneckRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.density = DensityKernel.best(dataType);
    }

    @Override
    protected double rate() {
        return density.bits(
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
        y.assign(input);
        if (training) {
            addNoise(y);
            yTilde = saved.get("yTilde", input.shape()); // [B, T, C]
            yTilde.assign(y);
        } else {
            Quantisation.aroundMedians(y, getParam("quantiles"));
        }
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dx = activationGradient(workspaces, input.shape()); // [B, T, C]
        dx.assign(dy);
        DensityParameters parameters = layerConf().density().tensors(this::getParam);
        rated(density.bitsBackward(
                yTilde,
                parameters,
                layerConf().likelihood(),
                layerConf().likelihoodBound(),
                factor(),
                dx,
                layerConf().density().tensors(this::gradientOrSpare)));
        auxiliary = AuxiliaryLoss.of(
                getParam("quantiles"), parameters, layerConf().tailMass(), density, gradientOrSpare("quantiles"));
        return new Pair<>(trainedGradients(), dx);
    }
}
