package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Products with a weight matrix, fused with what stands before and after them. */
public interface LinearKernels {
    /** y = x wᵀ + b, for x [R, K], w [N, K], b [N], y [R, N]. */
    void forward(INDArray x, INDArray w, INDArray b, INDArray y);

    /** y = residual + x wᵀ + b, for x [R, K], w [N, K], b [N], residual and y [R, N]; y may be the residual itself. */
    void forwardResidual(INDArray x, INDArray w, INDArray b, INDArray residual, INDArray y);

    /** pre = x wᵀ + b and post = gelu(pre) with the exact (erf) gelu, for pre and post [R, N]; post may be pre where no backward follows. */
    void forwardGelu(INDArray x, INDArray w, INDArray b, INDArray pre, INDArray post);

    /** dx = dy w, for dy [R, N], w [N, K], dx [R, K]. */
    void backwardInput(INDArray dy, INDArray w, INDArray dx);

    /** dpre = (dy w) * gelu'(pre), for dy [R, N], w [N, K], pre and dpre [R, K]; dpre may be pre. */
    void backwardInputGelu(INDArray dy, INDArray w, INDArray pre, INDArray dpre);

    /** dw = dyᵀ x and db = Σ_r dy, for dy [R, N], x [R, K], dw [N, K], db [N]. */
    void backwardWeights(INDArray dy, INDArray x, INDArray dw, INDArray db);
}
