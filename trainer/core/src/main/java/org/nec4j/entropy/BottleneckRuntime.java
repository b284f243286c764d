package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

/** Forward and backward pass of the factorised bottleneck. */
final class BottleneckRuntime extends FusedLayerRuntime<Bottleneck> implements Rated {
    private static final long serialVersionUID = 1L;

    private final transient DensityKernel density;
    private transient INDArray noise;
    private double bits = Double.NaN;
    private double auxiliary = Double.NaN;

    BottleneckRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.density = DensityKernel.best(dataType);
    }

    @Override
    public void noise(INDArray next) {
        this.noise = next;
    }

    @Override
    public double bits() {
        return bits;
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
            kernels().add(noise, y);
            saved.get("yTilde", input.shape()).assign(y);
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
        bits = density.bitsBackward(
                saved.get("yTilde", input.shape()),
                parameters,
                layerConf().likelihood(),
                rateWeight(),
                dx,
                layerConf().density().tensors(this::gradientOrSpare));
        auxiliary = AuxiliaryLoss.of(
                getParam("quantiles"), parameters, layerConf().tailMass(), density, gradientOrSpare("quantiles"));
        return new Pair<>(trainedGradients(), dx);
    }

    /** The rate's share of the score. */
    @Override
    public double calcRegularizationScore(boolean backpropParamsOnly) {
        return Double.isNaN(bits) ? 0 : rateWeight() * bits;
    }

    private double rateWeight() {
        return layerConf().bitsPerImage() ? 1.0 / input.size(0) : 1;
    }
}
