package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Forward and backward pass of the patch embedding. */
final class PatchEmbeddingRuntime extends FusedLayerRuntime<PatchEmbedding> {
    private static final long serialVersionUID = 1L;

    PatchEmbeddingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long b = input.size(0);
        long v = input.size(1);
        INDArray embedded = temporary("embed.patches", b, v, layerConf().dim());
        kernels()
                .linear()
                .forward(input, matrix(getParam("proj.weight")), getParam("proj.bias"), embedded); // [B, V, D]
        INDArray y = activation(workspaces, b, 1 + v, layerConf().dim());
        kernels().tokens().fillToken(getParam("clstoken"), y, 0);
        kernels().tokens().copyTokens(embedded, 0, y, 1, (int) v);
        return y; // [B, 1 + V, D]
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        long v = input.size(1);
        INDArray dembedded =
                temporary("embed.patches", input.size(0), v, layerConf().dim());
        kernels().tokens().copyTokens(dy, 1, dembedded, 0, (int) v); // [B, V, D]
        if (trains("clstoken")) {
            kernels().tokens().sumToken(dy, 0, gradient("clstoken"));
        }
        if (trains("proj.weight") || trains("proj.bias")) {
            kernels()
                    .linear()
                    .backwardWeights(
                            dembedded, input, matrix(gradientOrSpare("proj.weight")), gradientOrSpare("proj.bias"));
        }
        return new Pair<>(trainedGradients(), null);
    }

    /** The convolution's weight [D, C, P, P] as a matrix [D, C * P * P] on the same memory. */
    private static INDArray matrix(INDArray convolution) {
        return convolution.reshape('c', convolution.size(0), convolution.length() / convolution.size(0));
    }
}
