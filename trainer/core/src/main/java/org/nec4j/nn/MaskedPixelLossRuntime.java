package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nec4j.kernel.PixelLoss;

/** Forward and backward pass of the pixel prediction with its loss. */
final class MaskedPixelLossRuntime extends FusedLayerRuntime<MaskedPixelLoss> implements IOutputLayer, Distorted {
    private static final long serialVersionUID = 1L;

    private transient INDArray labels;
    private double distortion = Double.NaN;

    MaskedPixelLossRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** The predictions with the class token's, [B, 1 + L, P]. */
    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray prediction =
                activation(workspaces, input.size(0), input.size(1), layerConf().pixels());
        kernels().linear(input, getParam("weight"), getParam("bias"), prediction);
        return prediction;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        INDArray dprediction = predictAndScore();
        if (layerConf().trainsAny()) {
            kernels().linearBackwardWeights(dprediction, input, gradientOrSpare("weight"), gradientOrSpare("bias"));
        }
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linearBackwardInput(dprediction, getParam("weight"), dx); // [B, 1 + L, E]
        return new Pair<>(trainedGradients(), dx);
    }

    /** Leaves D in the field and returns the gradient of weight * D with respect to the predictions, [B, 1 + L, P]. */
    private INDArray predictAndScore() {
        INDArray prediction = temporary(
                "pixels.prediction", input.size(0), input.size(1), layerConf().pixels());
        kernels().linear(input, getParam("weight"), getParam("bias"), prediction);
        distortion = PixelLoss.maskedMeanSquare(
                prediction, labels, maskArray, layerConf().weight());
        return prediction;
    }

    @Override
    public double distortion() {
        return distortion;
    }

    @Override
    public double computeScore(double rate, boolean training, LayerWorkspaceMgr workspaces) {
        if (!training) {
            predictAndScore();
        }
        return layerConf().weight() * distortion + rate;
    }

    @Override
    public boolean needsLabels() {
        return true;
    }

    @Override
    public void setLabels(INDArray labels) {
        this.labels = labels;
    }

    @Override
    public INDArray getLabels() {
        return labels;
    }

    @Override
    public INDArray computeScoreForExamples(double rate, LayerWorkspaceMgr workspaces) {
        throw unsupported();
    }

    @Override
    public double f1Score(DataSet data) {
        throw unsupported();
    }

    @Override
    public double f1Score(INDArray examples, INDArray wanted) {
        throw unsupported();
    }

    @Override
    @Deprecated
    public int numLabels() {
        throw unsupported();
    }

    @Override
    public void fit(DataSetIterator iterator) {
        throw unsupported();
    }

    @Override
    public int[] predict(INDArray examples) {
        throw unsupported();
    }

    @Override
    public List<String> predict(DataSet dataSet) {
        throw unsupported();
    }

    @Override
    public void fit(INDArray examples, INDArray wanted) {
        throw unsupported();
    }

    @Override
    public void fit(DataSet data) {
        throw unsupported();
    }

    @Override
    public void fit(INDArray examples, int[] wanted) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("a pixel loss is no classifier and trains only within its graph");
    }
}
