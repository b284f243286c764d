package org.nec4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.GeluForm;
import org.nec4j.kernel.Kernels;
import org.nec4j.kernel.LinearKernels;

/** A transformer block that does not train, without a backward pass: in place, keeping nothing. */
public final class BlockInference {
    private BlockInference() {}

    /**
     * x = block(x).
     *
     * @param x     [B, T, D], overwritten
     * @param heads number of attention heads, divides D
     * @param eps   of both layer norms
     */
    public static void run(LayerContext context, BlockWeights w, int heads, double eps, INDArray x) {
        run(context, w, heads, eps, GeluForm.ERF, x);
    }

    /** As above, with a gelu of this form. */
    public static void run(LayerContext context, BlockWeights w, int heads, double eps, GeluForm gelu, INDArray x) {
        Kernels kernels = context.kernels();
        LinearKernels linear = context.frozen();
        Scratch scratch = context.scratch();
        long b = x.size(0);
        long t = x.size(1);
        long d = x.size(2);
        INDArray normed = scratch.get("block.normed", b, t, d);
        INDArray stats = scratch.get("block.stats", b * t, 2);
        INDArray qkv = scratch.get("block.qkv", b, t, 3 * d);
        INDArray hidden = scratch.get("block.hidden", b, t, w.fc1().out());

        kernels.layerNorm().forward(x, w.norm1Gain(), w.norm1Bias(), eps, normed, stats);
        w.qkv().forward(linear, context, normed, qkv); // [B, T, 3D]
        kernels.attention().forward(qkv, heads, normed); // [B, T, D]
        w.proj().forwardResidual(linear, context, normed, x, x); // [B, T, D]
        kernels.layerNorm().forward(x, w.norm2Gain(), w.norm2Bias(), eps, normed, stats);
        if (gelu == GeluForm.ERF) {
            w.fc1().forwardGelu(linear, context, normed, hidden, hidden); // [B, T, M]
        } else {
            w.fc1().forward(linear, context, normed, hidden); // [B, T, M]
            kernels.elements().gelu(gelu, hidden, hidden);
        }
        w.fc2().forwardResidual(linear, context, hidden, x, x); // [B, T, D]
    }
}
