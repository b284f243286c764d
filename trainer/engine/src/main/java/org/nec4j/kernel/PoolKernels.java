package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Attention pooling: a few queries that are the same for every image look at its tokens. */
public interface PoolKernels {
    /**
     * Attention of a few fixed queries over the tokens of each image: out = softmax_t(u xᵀ) x. Keys and values are the tokens
     * themselves, so that their projections act on H rows an image instead of T.
     *
     * @param x     [B, T, D]
     * @param u     [H, D], the queries, scaled
     * @param probs [B, H, T], the attention weights that the backward pass needs
     * @param out   [B, H, D]
     */
    void forward(INDArray x, INDArray u, INDArray probs, INDArray out);

    /**
     * dscores, the gradient with respect to x uᵀ, from dout of {@link #forward}; the gradient of u is dscoresᵀ x, which
     * {@link LinearKernels#backwardWeights} computes.
     *
     * @param dout    [B, H, D]
     * @param x       [B, T, D]
     * @param probs   [B, H, T] as forward left them
     * @param dscores [B, T, H]
     */
    void backward(INDArray dout, INDArray x, INDArray probs, INDArray dscores);

    /**
     * The gradient with respect to x where it stands for the values: dx = probsᵀ dout. The other part, from x where it stands for the
     * keys, is dscores u, which {@link LinearKernels#backwardInput} computes.
     *
     * @param dout  [B, H, D]
     * @param probs [B, H, T] as forward left them
     * @param dx    [B, T, D]
     */
    void backwardValues(INDArray dout, INDArray probs, INDArray dx);

    /**
     * From a row that holds all heads side by side to one row a head in which only that head's columns are filled, so that a
     * projection of each head by its own columns is one product: out[b, h, i] = factor * x[b, i] where column i belongs to head h,
     * else 0; x [B, D], out [B, H, D].
     */
    void spread(INDArray x, double factor, INDArray out);

    /** The way back: out[b, i] = factor * x[b, h, i] for the head h that column i belongs to; x [B, H, D], out [B, D]. */
    void diagonal(INDArray x, double factor, INDArray out);
}
