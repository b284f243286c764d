package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Layer norm over the last dimension (Ba et al., arXiv 1607.06450). */
public interface LayerNormKernels {
    /**
     * y = (x - mean) / sqrt(var + eps) * gain + bias over the last dimension, for x and y [R, D], gain and bias [D]; writes
     * what the backward pass needs into stats [R, 2] (mean and 1/sqrt(var + eps) of each row). y may be x.
     */
    void forward(INDArray x, INDArray gain, INDArray bias, double eps, INDArray y, INDArray stats);

    /** dx = the gradient of {@link #forward} with respect to x, for dy, x, dx [R, D]. */
    void backwardInput(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray dx);

    /** dx = residual + the gradient of {@link #forward} with respect to x, all [R, D]; dx may be the residual itself. */
    void backwardInputResidual(INDArray dy, INDArray x, INDArray gain, INDArray stats, INDArray residual, INDArray dx);

    /** dgain = Σ_r dy * xhat and dbias = Σ_r dy, for dy and x [R, D]. */
    void backwardWeights(INDArray dy, INDArray x, INDArray stats, INDArray dgain, INDArray dbias);
}
