package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedOutputRuntime;

/** Forward and backward pass of the classifier of identities with its loss. */
final class IdentificationRuntime extends FusedOutputRuntime<Identification> {
    private static final long serialVersionUID = 1L;

    private double loss = Double.NaN;

    IdentificationRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray scores =
                activation(workspaces, input.size(0), input.size(1), layerConf().identities());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), scores); // [B, 1, K]
        return scores;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        INDArray dscores = differentiated();
        if (layerConf().trainsAny()) {
            kernels().linear().backwardWeights(dscores, input, gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dscores, getParam("weight"), dx);
        return new Pair<>(trainedGradients(), dx);
    }

    /** Leaves the loss in the field and returns its gradient with respect to the scores, [B, 1, K]. */
    private INDArray differentiated() {
        INDArray scores = temporary(
                "identification.scores",
                input.size(0),
                input.size(1),
                layerConf().identities());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), scores);
        loss = kernels()
                .metrics()
                .smoothedEntropy(scores, getLabels(), layerConf().smoothing());
        return scores;
    }

    @Override
    public double computeScore(double rate, boolean training, LayerWorkspaceMgr workspaces) {
        if (!training) {
            differentiated();
        }
        return loss + rate;
    }
}
