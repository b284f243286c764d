package org.nec4j.nn;

import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the classification of pixels with its loss. */
final class PixelClassificationRuntime extends FusedOutputRuntime<PixelClassification> {
    private static final long serialVersionUID = 1L;

    private final transient SplittableRandom random;
    private double loss = Double.NaN;

    PixelClassificationRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
        this.random = new SplittableRandom(layerConf().seed());
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray scores =
                activation(workspaces, input.size(0), input.size(1), layerConf().classes());
        kernels().linear().forward(input, getParam("weight"), getParam("bias"), scores); // [B, h * w, K]
        return scores;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray ignored, LayerWorkspaceMgr workspaces) {
        float[][] kept = drawKept();
        INDArray x = temporary("classification.x", input.shape());
        kernels().maps().scaleChannels(input, kept, x);
        INDArray dscores = score(x);
        kernels().linear().backwardWeights(dscores, x, gradientOrSpare("weight"), gradientOrSpare("bias"));
        INDArray dx = activationGradient(workspaces, input.shape());
        kernels().linear().backwardInput(dscores, getParam("weight"), dx);
        kernels().maps().scaleChannels(dx, kept, dx); // [B, h * w, C]
        return new Pair<>(trainedGradients(), dx);
    }

    /** Leaves the loss in the field and returns the gradient of weight * loss with respect to the scores, [B, h * w, K]. */
    private INDArray score(INDArray x) {
        INDArray scores = temporary(
                "classification.scores", x.size(0), x.size(1), layerConf().classes());
        kernels().linear().forward(x, getParam("weight"), getParam("bias"), scores);
        loss = kernels()
                .losses()
                .crossEntropy(
                        scores,
                        layerConf().rows(scores.size(1)),
                        getLabels(),
                        layerConf().smoothing(),
                        layerConf().weight());
        return scores;
    }

    /** 0 for a channel that is left out, else what makes up for those that are; [B][C]. */
    private float[][] drawKept() {
        double dropout = layerConf().dropout();
        float[][] kept = new float[(int) input.size(0)][(int) input.size(2)];
        for (float[] image : kept) {
            for (int c = 0; c < image.length; c++) {
                image[c] = random.nextDouble() < dropout ? 0 : (float) (1 / (1 - dropout));
            }
        }
        return kept;
    }

    @Override
    public double computeScore(double rate, boolean training, LayerWorkspaceMgr workspaces) {
        if (!training) {
            score(input);
        }
        return layerConf().weight() * loss + rate;
    }
}
