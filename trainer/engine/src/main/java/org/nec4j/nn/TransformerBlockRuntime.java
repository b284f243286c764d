package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GeluForm;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.LinearKernels;

/**
 * Forward and backward pass of a transformer block: h = x + proj(attention(norm1(x))), y = h + fc2(gelu(fc1(norm2(h)))).
 *
 * <p>A frozen block keeps only what its input's gradient needs; what only weight gradients need goes to temporaries that all
 * blocks share.
 */
final class TransformerBlockRuntime extends FusedLayerRuntime<TransformerBlock> {
    private static final long serialVersionUID = 1L;

    TransformerBlockRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        Kernels kernels = kernels();
        LinearKernels linear = linear();
        BlockWeights w = BlockWeights.of(this::getParam, layerConf().ranks());
        INDArray x = input; // [B, T, D]
        double eps = layerConf().eps();
        long d = x.size(2);
        long m = layerConf().hidden();

        INDArray normed1 = keptForWeights("normed1", d);
        INDArray qkv = kept("qkv", 3 * d);
        INDArray attended = keptForWeights("attended", d);
        INDArray h = kept("h", d);
        INDArray normed2 = keptForWeights("normed2", d);
        INDArray pre = kept("pre", m);
        INDArray post = keptForWeights("post", m);
        INDArray y = activation(workspaces, x.shape());

        kernels.layerNorm().forward(x, w.norm1Gain(), w.norm1Bias(), eps, normed1, stats("stats1"));
        w.qkv().forward(linear, context(), normed1, qkv); // [B, T, 3D]
        kernels.attention().forward(qkv, layerConf().heads(), attended, probs()); // [B, T, D]
        w.proj().forwardResidual(linear, context(), attended, x, h); // [B, T, D]
        kernels.layerNorm().forward(h, w.norm2Gain(), w.norm2Bias(), eps, normed2, stats("stats2"));
        if (layerConf().gelu() == GeluForm.ERF) {
            w.fc1().forwardGelu(linear, context(), normed2, pre, post); // [B, T, M]
        } else {
            w.fc1().forward(linear, context(), normed2, pre); // [B, T, M]
            kernels.elements().gelu(layerConf().gelu(), pre, post);
        }
        w.fc2().forwardResidual(linear, context(), post, h, y); // [B, T, D]
        return y;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(INDArray dy, LayerWorkspaceMgr workspaces) {
        Kernels kernels = kernels();
        LinearKernels linear = linear();
        BlockWeights w = BlockWeights.of(this::getParam, layerConf().ranks());
        long[] shape = input.shape();
        long d = shape[2];
        long m = layerConf().hidden();
        INDArray dx = activationGradient(workspaces, shape);

        INDArray h = kept("h", d);
        INDArray dpre = shared("dpre", m);
        INDArray dnormed = shared("dnormed", d);
        INDArray dattended = shared("dattended", d);
        INDArray dqkv = shared("dqkv", 3 * d);
        weights(w.fc2(), dy, "post");
        if (layerConf().gelu() == GeluForm.ERF) {
            w.fc2().backwardInputGelu(linear, context(), dy, kept("pre", m), dpre); // [B, T, M]
        } else {
            w.fc2().backwardInput(linear, context(), dy, dpre); // [B, T, M]
            kernels.elements().geluBackward(layerConf().gelu(), kept("pre", m), dpre);
        }
        weights(w.fc1(), dpre, "normed2");
        w.fc1().backwardInput(linear, context(), dpre, dnormed); // [B, T, D]
        normWeights("norm2", dnormed, h, "stats2");
        kernels.layerNorm()
                .backwardInputResidual(dnormed, h, w.norm2Gain(), stats("stats2"), dy, dx); // dx is dL/dh from here

        weights(w.proj(), dx, "attended");
        w.proj().backwardInput(linear, context(), dx, dattended); // [B, T, D]
        kernels.attention()
                .backward(dattended, kept("qkv", 3 * d), probs(), layerConf().heads(), dqkv); // [B, T, 3D]
        weights(w.qkv(), dqkv, "normed1");
        w.qkv().backwardInput(linear, context(), dqkv, dnormed); // [B, T, D]
        normWeights("norm1", dnormed, input, "stats1");
        kernels.layerNorm().backwardInputResidual(dnormed, input, w.norm1Gain(), stats("stats1"), dx, dx);
        return new Pair<>(trainedGradients(), dx);
    }

    private LinearKernels linear() {
        return layerConf().trainsAny() ? kernels().linear() : context().frozen();
    }

    private void weights(Product product, INDArray dy, String inputName) {
        if (product.keys().stream().anyMatch(this::trains)) {
            INDArray x = keptForWeights(inputName, product.in());
            product.backwardWeights(kernels().linear(), context(), dy, x, this::gradientOrSpare);
        }
    }

    private void normWeights(String name, INDArray dy, INDArray x, String statsName) {
        String gain = name + ".weight";
        String bias = name + ".bias";
        if (trains(gain) || trains(bias)) {
            kernels()
                    .layerNorm()
                    .backwardWeights(dy, x, stats(statsName), gradientOrSpare(gain), gradientOrSpare(bias));
        }
    }

    private INDArray kept(String name, long width) {
        return saved.get(name, input.size(0), input.size(1), width);
    }

    private INDArray keptForWeights(String name, long width) {
        return layerConf().trainsAny() ? kept(name, width) : shared(name, width);
    }

    /** A temporary that blocks of the same width share; encoder and decoder would otherwise take it from each other every step. */
    private INDArray shared(String name, long width) {
        return temporary("block." + name + "." + width, input.size(0), input.size(1), width);
    }

    private INDArray stats(String name) {
        return saved.get(name, input.size(0) * input.size(1), 2);
    }

    private INDArray probs() {
        return saved.get("probs", input.size(0), layerConf().heads(), input.size(1), input.size(1));
    }
}
