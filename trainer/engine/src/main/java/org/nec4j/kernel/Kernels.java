package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The fused float32 mathematics of a transformer block.
 *
 * <p>Every array is float32, c-ordered and contiguous; leading dimensions are flattened, so a {@code [B, T, D]} activation
 * may stand where {@code [R, D]} with R = B*T is written. Outputs are overwritten, never added to, unless said. Weights are
 * laid out as PyTorch's {@code Linear}: {@code [out, in]}. Scratch memory is kept and used again, so that memory stays flat over
 * any number of calls. Same arguments give the same bits, whatever the number of threads. A NaN in an argument reaches
 * every output that depends on it.
 */
public interface Kernels {
    /**
     * The fastest kernels that this virtual machine and ND4J backend can run, one instance for the whole process: the Vector
     * API with OpenBLAS where the module jdk.incubator.vector is present and the backend is nd4j-native, else ND4J operations.
     * The system property {@code nec4j.threads} sets the number of threads; all available cores serve unless it is set.
     */
    static Kernels best() {
        return BestKernels.best();
    }

    /** The kernels as plain ND4J operations: slower, on every backend, in float32 and in double. */
    static Kernels portable() {
        return BestKernels.PORTABLE;
    }

    /** y = x wᵀ + b, for x [R, K], w [N, K], b [N], y [R, N]. */
    void linear(INDArray x, INDArray w, INDArray b, INDArray y);

    /** y = residual + x wᵀ + b, for x [R, K], w [N, K], b [N], residual and y [R, N]; y may be the residual itself. */
    void linearResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y);

    /** pre = x wᵀ + b and post = gelu(pre) with the exact (erf) gelu, for pre and post [R, N]; post may be pre where no backward follows. */
    void linearGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post);

    /** dx = dy w, for dy [R, N], w [N, K], dx [R, K]. */
    void linearBackwardInput(INDArray dy, INDArray w, INDArray dx);

    /** dpre = (dy w) * gelu'(pre), for dy [R, N], w [N, K], pre and dpre [R, K]; dpre may be pre. */
    void linearBackwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre);

    /** dw = dyᵀ x and db = Σ_r dy, for dy [R, N], x [R, K], dw [N, K], db [N]. */
    void linearBackwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db);

    /**
     * y = (x - mean) / sqrt(var + eps) * gain + bias over the last dimension, for x and y [R, D], gain and bias [D]; writes
     * what the backward pass needs into stats [R, 2] (mean and 1/sqrt(var + eps) of each row). y may be x.
     */
    void layerNorm(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats);

    /** dx = the gradient of {@link #layerNorm} with respect to x, for dy, x, dx [R, D]. */
    void layerNormBackwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx);

    /** dx = residual + the gradient of {@link #layerNorm} with respect to x, all [R, D]; dx may be the residual itself. */
    void layerNormBackwardInputResidual(
            INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx);

    /** dgain = Σ_r dy * xhat and dbias = Σ_r dy, for dy and x [R, D]. */
    void layerNormBackwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias);

    /**
     * Multi-head self-attention without its projections: out = softmax(q kᵀ / sqrt(D / heads)) v.
     *
     * @param qkv   [B, T, 3 * D]: queries, keys, values, each split into heads of D / heads columns
     * @param heads number of heads, divides D
     * @param out   [B, T, D]
     * @param probs [B, heads, T, T], the attention weights that the backward pass needs
     */
    void attention(INDArray qkv, int heads, INDArray out, INDArray probs);

    /** As {@link #attention(INDArray, int, INDArray, INDArray)}, where no backward pass follows: keeps no weights. */
    void attention(INDArray qkv, int heads, INDArray out);

    /** dqkv from dout, for dout [B, T, D], qkv and dqkv [B, T, 3 * D], probs [B, heads, T, T] as attention left them. */
    void attentionBackward(INDArray dout, INDArray qkv, INDArray probs, int heads, INDArray dqkv);

    /**
     * Attention of a few fixed queries over the tokens of each image: out = softmax_t(u xᵀ) x. Keys and values are the tokens
     * themselves, so that their projections act on H rows an image instead of T.
     *
     * @param x     [B, T, D]
     * @param u     [H, D], the queries, scaled
     * @param probs [B, H, T], the attention weights that the backward pass needs
     * @param out   [B, H, D]
     */
    void pool(INDArray x, INDArray u, INDArray probs, INDArray out);

    /**
     * dscores, the gradient with respect to x uᵀ, from dout of {@link #pool}; the gradient of u is dscoresᵀ x, which
     * {@link #linearBackwardWeights} computes.
     *
     * @param dout    [B, H, D]
     * @param x       [B, T, D]
     * @param probs   [B, H, T] as pool left them
     * @param dscores [B, T, H]
     */
    void poolBackward(INDArray dout, INDArray x, INDArray probs, INDArray dscores);

    /**
     * The gradient with respect to x where it stands for the values: dx = probsᵀ dout. The other part, from x where it stands for the
     * keys, is dscores u, which {@link #linearBackwardInput} computes.
     *
     * @param dout  [B, H, D]
     * @param probs [B, H, T] as pool left them
     * @param dx    [B, T, D]
     */
    void poolBackwardValues(INDArray dout, INDArray probs, INDArray dx);

    /**
     * y = norm(x) wᵀ + b, for x [R, D], w [N, D], b [N], y [R, N], stats [R, 2] as {@link #layerNorm} leaves them. Nothing else is
     * kept.
     *
     * @param room [R, D] to work in
     */
    default void normLinear(
            INDArray x,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray w,
            INDArray b,
            INDArray y,
            INDArray stats,
            INDArray room) {
        layerNorm(x, gain, bias, eps, room, stats);
        linear(room, w, b, y);
    }

    /**
     * dx = residual + the gradient of {@link #normLinear} with respect to x, for dy [R, N]; dx may be the residual.
     *
     * @param room [R, D] to work in
     */
    default void normLinearBackward(
            INDArray dy,
            INDArray x,
            INDArray gain,
            INDArray stats,
            INDArray w,
            INDArray residual,
            INDArray dx,
            INDArray room) {
        linearBackwardInput(dy, w, room);
        layerNormBackwardInputResidual(room, x, gain, stats, residual, dx);
    }

    /**
     * y = h + gelu(norm(h) fc1ᵀ + b1) fc2ᵀ + b2, for h and y [R, D], fc1 [M, D], fc2 [D, M]; y may be h.
     *
     * @param pre  [R, M], what enters the gelu, for the backward pass; wide where none follows
     * @param room [R, D] to work in
     * @param wide [R, M] to work in
     */
    default void feedForward(
            INDArray h,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray fc1,
            INDArray b1,
            INDArray fc2,
            INDArray b2,
            INDArray pre,
            INDArray y,
            INDArray stats,
            INDArray room,
            INDArray wide) {
        layerNorm(h, gain, bias, eps, room, stats);
        linearGelu(room, fc1, b1, pre, wide);
        linearResidual(wide, fc2, b2, h, y);
    }

    /** dh = dy + the gradient of what {@link #feedForward} adds to h, for dy and dh [R, D]; dh may be dy. */
    default void feedForwardBackward(
            INDArray dy,
            INDArray h,
            INDArray gain,
            INDArray stats,
            INDArray fc1,
            INDArray fc2,
            INDArray pre,
            INDArray dh,
            INDArray room,
            INDArray wide) {
        linearBackwardInputGelu(dy, fc2, pre, wide);
        linearBackwardInput(wide, fc1, room);
        layerNormBackwardInputResidual(room, h, gain, stats, dy, dh);
    }

    /** d *= gelu'(pre), elementwise: the gradient through a gelu whose input was kept. */
    void geluBackward(INDArray pre, INDArray d);

    /** y += factor * x, elementwise. */
    void addScaled(double factor, INDArray x, INDArray y);

    /** y += x, elementwise. */
    default void add(INDArray x, INDArray y) {
        addScaled(1, x, y);
    }

    /** x *= factor, elementwise. */
    void scale(double factor, INDArray x);

    /** Σ x², summed in an order that depends on the length alone. */
    double squares(INDArray x);

    /**
     * One step of Adam (Kingma and Ba, arXiv 1412.6980, algorithm 1), elementwise: m = β1 m + (1 - β1) g, v = β2 v + (1 - β2) g²,
     * and g becomes what is to be taken from the parameters, rate * m / (sqrt(v) + epsilon).
     *
     * @param rate    the learning rate with both corrections of bias, lr * sqrt(1 - β2^t) / (1 - β1^t)
     * @param epsilon in the scale of the uncorrected v
     */
    void adam(INDArray g, INDArray m, INDArray v, double rate, double beta1, double beta2, double epsilon);

    /** The implementation in one phrase for start-up messages and run folders, such as "Vector API, 256 bit, 2 threads". */
    String description();
}
