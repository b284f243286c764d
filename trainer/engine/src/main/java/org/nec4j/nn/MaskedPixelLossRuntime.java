package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the pixel prediction with its loss. */
final class MaskedPixelLossRuntime extends FusedOutputRuntime<MaskedPixelLoss> implements Measuring {
    private static final long serialVersionUID = 1L;

    private double factor = 1;
    private boolean isMeasured;
    private double distortion;

    MaskedPixelLossRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** The predictions with the class token's, [B, 1 + L, P]. */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray prediction =
                activation(workspaces, input.size(0), input.size(1), layerConf().pixels());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), prediction);
        return prediction;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        INDArray dprediction = predictAndScore();
        if (layerConf().trainsAny()) {
            kernels().linear().backwardWeights(dprediction, input, gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dprediction, getParam("weight"), dx); // [B, 1 + L, E]
        return new Pair<>(trainedGradients(), dx);
    }

    /** Leaves D in the field and returns the gradient of factor * D with respect to the predictions, [B, 1 + L, P]. */
    private INDArray predictAndScore() {
        INDArray prediction = temporary(
                "pixels.prediction", input.size(0), input.size(1), layerConf().pixels());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), prediction);
        distortion = kernels().losses().maskedMeanSquare(prediction, getLabels(), maskArray, factor);
        isMeasured = true;
        return prediction;
    }

    @Override
    public void begin(double weight) {
        this.factor = weight;
        this.isMeasured = false;
    }

    /** D; what the graph asks for the score, it asks after the backward pass or instead of it. */
    @Override
    public double measured() {
        if (!isMeasured) {
            predictAndScore();
        }
        return distortion;
    }

    /** D alone: DL4J's sum over the graph is not the loss, which is the objective's. */
    @Override
    public double computeScore(double ignored, boolean training, LayerWorkspaceMgr workspaces) {
        return measured();
    }
}
