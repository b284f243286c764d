package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the pixel prediction with its loss. */
final class MaskedPixelLossRuntime extends MeasuringOutputRuntime<MaskedPixelLoss> {
    private static final long serialVersionUID = 1L;

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
        INDArray dprediction = prediction();
        keep(predictAndScore(dprediction));
        if (layerConf().trainsAny()) {
            kernels().linear().backwardWeights(dprediction, input, gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dprediction, getParam("weight"), dx); // [B, 1 + L, E]
        return new Pair<>(trainedGradients(), dx);
    }

    @Override
    protected double compare() {
        return predictAndScore(prediction());
    }

    private INDArray prediction() {
        return temporary(
                "pixels.prediction", input.size(0), input.size(1), layerConf().pixels());
    }

    /** D; leaves the gradient of factor * D with respect to the predictions, [B, 1 + L, P]. */
    private double predictAndScore(INDArray prediction) {
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), prediction);
        return kernels().losses().maskedMeanSquare(prediction, getLabels(), maskArray, factor());
    }
}
