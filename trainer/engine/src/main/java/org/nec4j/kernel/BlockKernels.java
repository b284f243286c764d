package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The parts of a transformer block that stay within a row, of blocks that do not train: what a backend fuses so that nothing between two
 * products travels to memory. {@link ComposedBlocks} puts them together from norms and products.
 */
public interface BlockKernels {
    /**
     * y = norm(x) wᵀ + b, for x [R, D], w [N, D], b [N], y [R, N], stats [R, 2] as {@link LayerNormKernels#forward} leaves them. Nothing else is
     * kept.
     *
     * @param room [R, D] to work in
     */
    void normLinear(
            INDArray x,
            INDArray gain,
            INDArray bias,
            double eps,
            INDArray w,
            INDArray b,
            INDArray y,
            INDArray stats,
            INDArray room);

    /**
     * dx = residual + the gradient of {@link #normLinear} with respect to x, for dy [R, N]; dx may be the residual.
     *
     * @param room [R, D] to work in
     */
    void normLinearBackward(
            INDArray dy,
            INDArray x,
            INDArray gain,
            INDArray stats,
            INDArray w,
            INDArray residual,
            INDArray dx,
            INDArray room);

    /**
     * y = h + gelu(norm(h) fc1ᵀ + b1) fc2ᵀ + b2, for h and y [R, D], fc1 [M, D], fc2 [D, M]; y may be h.
     *
     * @param pre  [R, M], what enters the gelu, for the backward pass; wide where none follows
     * @param room [R, D] to work in
     * @param wide [R, M] to work in
     */
    void feedForward(
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
            INDArray wide);

    /** dh = dy + the gradient of what {@link #feedForward} adds to h, for dy and dh [R, D]; dh may be dy. */
    void feedForwardBackward(
            INDArray dy,
            INDArray h,
            INDArray gain,
            INDArray stats,
            INDArray fc1,
            INDArray fc2,
            INDArray pre,
            INDArray dh,
            INDArray room,
            INDArray wide);
}
