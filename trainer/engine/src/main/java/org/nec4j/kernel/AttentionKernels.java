package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Multi-head self-attention without its projections (Vaswani et al., arXiv 1706.03762). */
public interface AttentionKernels {
    /**
     * Multi-head self-attention without its projections: out = softmax(q kᵀ / sqrt(D / heads)) v.
     *
     * @param qkv   [B, T, 3 * D]: queries, keys, values, each split into heads of D / heads columns
     * @param heads number of heads, divides D
     * @param out   [B, T, D]
     * @param probs [B, heads, T, T], the attention weights that the backward pass needs
     */
    void forward(INDArray qkv, int heads, INDArray out, INDArray probs);

    /** As {@link #forward(INDArray, int, INDArray, INDArray)}, where no backward pass follows: keeps no weights. */
    void forward(INDArray qkv, int heads, INDArray out);

    /** dqkv from dout, for dout [B, T, D], qkv and dqkv [B, T, 3 * D], probs [B, heads, T, T] as forward left them. */
    void backward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv);
}
