package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the Gaussian conditional. */
final class GaussianConditionalRuntime extends RatingRuntime<GaussianConditional> {
    private static final long serialVersionUID = 1L;

    private transient INDArray values;

    GaussianConditionalRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    protected double rate() {
        int channels = layerConf().channels();
        INDArray likelihoods = temporary("gaussian.likelihoods", values.size(0), values.size(1), channels);
        return kernels().gaussian().likelihoods(values, channels, layerConf().likelihoodBound(), likelihoods);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        int channels = layerConf().channels();
        INDArray y = activation(workspaces, input.size(0), input.size(1), channels); // [B, T, C]
        kernels().tokens().copyColumns(input, 0, y, 0, channels);
        if (training) {
            addNoise(y);
            values = saved.get("values", input.shape()); // [B, T, k * C]
            kernels().elements().copy(input, values);
            kernels().tokens().copyColumns(y, 0, values, 0, channels);
        } else {
            INDArray means = temporary("gaussian.means", y.shape());
            if (layerConf().means()) {
                kernels().tokens().copyColumns(input, 2 * channels, means, 0, channels);
            } else {
                kernels().elements().fill(0, means);
            }
            kernels().elements().roundAround(means, y);
        }
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dvalues = activationGradient(workspaces, input.shape()); // [B, T, k * C]
        rated(kernels()
                .gaussian()
                .bitsBackward(values, layerConf().channels(), layerConf().likelihoodBound(), factor(), dvalues));
        kernels().tokens().addToFirstColumns(dy, dvalues);
        return new Pair<>(trainedGradients(), dvalues);
    }
}
