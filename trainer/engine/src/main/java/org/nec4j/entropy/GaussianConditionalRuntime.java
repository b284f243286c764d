package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GaussianKernel;
import org.nec4j.kernel.Rows;

/** Forward and backward pass of the Gaussian conditional. */
final class GaussianConditionalRuntime extends RatingRuntime<GaussianConditional> {
    private static final long serialVersionUID = 1L;

    private final transient GaussianKernel gaussian;
    private transient INDArray values;

    GaussianConditionalRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.gaussian = GaussianKernel.best(dataType);
    }

    @Override
    protected double rate() {
        int channels = layerConf().channels();
        INDArray likelihoods = temporary("gaussian.likelihoods", values.size(0), values.size(1), channels);
        return gaussian.likelihoods(values, channels, layerConf().likelihoodBound(), likelihoods);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        int channels = layerConf().channels();
        INDArray y = activation(workspaces, input.size(0), input.size(1), channels); // [B, T, C]
        Rows.copyColumns(input, 0, y, 0, channels);
        if (training) {
            addNoise(y);
            values = saved.get("values", input.shape()); // [B, T, k * C]
            values.assign(input);
            Rows.copyColumns(y, 0, values, 0, channels);
        } else {
            INDArray means = temporary("gaussian.means", y.shape());
            if (layerConf().means()) {
                Rows.copyColumns(input, 2 * channels, means, 0, channels);
            } else {
                means.assign(0);
            }
            Quantisation.aroundMeans(y, means);
        }
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        INDArray dvalues = activationGradient(workspaces, input.shape()); // [B, T, k * C]
        rated(gaussian.bitsBackward(values, layerConf().channels(), layerConf().likelihoodBound(), factor(), dvalues));
        Rows.addToFirstColumns(dy, dvalues);
        return new Pair<>(trainedGradients(), dvalues);
    }
}
