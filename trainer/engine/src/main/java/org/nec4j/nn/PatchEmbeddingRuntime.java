package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
        layerConf().product(this::getParam).forward(kernels().linear(), context(), input, embedded); // [B, V, D]
        INDArray y = activation(workspaces, b, prefix() + v, layerConf().dim());
        if (layerConf().classToken()) {
            kernels().tokens().fillToken(getParam("clstoken"), y, 0);
        }
        for (int i = 0; i < layerConf().registers(); i++) {
            kernels().tokens().fillToken(row(getParam("regtoken"), i), y, firstRegister() + i);
        }
        kernels().tokens().copyTokens(embedded, 0, y, prefix(), (int) v);
        return y; // [B, N + V, D]
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        long v = input.size(1);
        INDArray dembedded =
                temporary("embed.patches", input.size(0), v, layerConf().dim());
        kernels().tokens().copyTokens(dy, prefix(), dembedded, 0, (int) v); // [B, V, D]
        if (layerConf().registers() > 0 && trains("regtoken")) {
            for (int i = 0; i < layerConf().registers(); i++) {
                kernels().tokens().sumToken(dy, firstRegister() + i, row(gradient("regtoken"), i));
            }
        }
        if (layerConf().classToken() && trains("clstoken")) {
            kernels().tokens().sumToken(dy, 0, gradient("clstoken"));
        }
        Product product = layerConf().product(this::getParam);
        if (product.keys().stream().anyMatch(this::trains)) {
            product.backwardWeights(kernels().linear(), context(), dembedded, input, this::gradientOrSpare);
        }
        return new Pair<>(trainedGradients(), null);
    }

    private int firstRegister() {
        return layerConf().classToken() ? 1 : 0;
    }

    /** N, tokens before those of patches. */
    private int prefix() {
        return firstRegister() + layerConf().registers();
    }

    /** A register token [D] of [1, R, D] on the same memory. */
    private static INDArray row(INDArray tokens, int index) {
        return tokens.reshape('c', tokens.size(1), tokens.size(2)).get(NDArrayIndex.point(index), NDArrayIndex.all());
    }
}
