package org.nec4j.nn;

import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.LinearKernels;

/**
 * The weights of a product y = x wᵀ + b, for x [B, T, K], w [N, K], b [N], y [B, T, N]: w as a whole or as two factors.
 *
 * <p>What is fused to a product is that of {@link LinearKernels}; results go into the last argument.
 */
public sealed interface Product permits WholeProduct, FactorizedProduct {
    /** The rank of a product that is whole. */
    int WHOLE = 0;

    /**
     * The tensors of a product: {@code weight} [N, K], or {@code u.weight} [N, r] and {@code v.weight} [r, K], and {@code bias} [N].
     *
     * @param prefix before the key in checkpoint names
     * @param key    of the product, such as {@code attn.qkv}
     * @param rank   r, or {@link #WHOLE}
     * @param out    N
     * @param in     K, in several dimensions if need be
     */
    static List<Parameter> parameters(String prefix, String key, int rank, long out, long... in) {
        return rank == WHOLE
                ? WholeProduct.parameters(prefix, key, out, in)
                : FactorizedProduct.parameters(prefix, key, rank, out, in);
    }

    /** The product whose tensors have these keys. */
    static Product of(String key, int rank, Function<String, INDArray> tensors) {
        return rank == WHOLE ? WholeProduct.of(key, tensors) : FactorizedProduct.of(key, tensors);
    }

    /** N. */
    long out();

    /** K. */
    long in();

    /** Keys of its tensors. */
    List<String> keys();

    /** y = x wᵀ + b. */
    void forward(LinearKernels linear, LayerContext context, INDArray x, INDArray y);

    /** y = residual + x wᵀ + b; y may be the residual itself. */
    void forwardResidual(LinearKernels linear, LayerContext context, INDArray x, INDArray residual, INDArray y);

    /** pre = x wᵀ + b and post = gelu(pre) with the exact gelu; post may be pre where no backward follows. */
    void forwardGelu(LinearKernels linear, LayerContext context, INDArray x, INDArray pre, INDArray post);

    /** dx = dy w. */
    void backwardInput(LinearKernels linear, LayerContext context, INDArray dy, INDArray dx);

    /** dpre = (dy w) * gelu'(pre); dpre may be pre. */
    void backwardInputGelu(LinearKernels linear, LayerContext context, INDArray dy, INDArray pre, INDArray dpre);

    /** The gradients of all its tensors, written into what is given for their keys. */
    void backwardWeights(
            LinearKernels linear, LayerContext context, INDArray dy, INDArray x, Function<String, INDArray> gradients);
}
