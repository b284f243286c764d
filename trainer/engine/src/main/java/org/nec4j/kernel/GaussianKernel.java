package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of a Gaussian conditional (Ballé et al., arXiv 1802.01436, and with means Minnen et al., arXiv 1809.02736): the
 * likelihood of y is the mass of [y - 1/2, y + 1/2] under a normal distribution of the element's own mean and scale,
 *
 * <pre>p = Φ((1/2 - v) / σ) - Φ((-1/2 - v) / σ),   v = |y - mean|,  σ = max(scale, {@value #SCALE_BOUND}),</pre>
 *
 * raised to a bound where it is less. Taken on the lower side of the bell, where Φ keeps its relative accuracy.
 *
 * <p>Values are c-ordered and contiguous, [R, k * C]: a row holds its C elements of y, their C scales and, for k = 3, their C means,
 * which are 0 for k = 2. R stands for any leading dimensions flattened. Same arguments give the same bits of every result.
 */
public interface GaussianKernel {
    /** The smallest scale; CompressAI's scale_bound. */
    double SCALE_BOUND = 0.11;

    /** Σ -log2 max(p, bound) in bits, and max(p, bound) of every element into likelihoods [R, C]. */
    double likelihoods(INDArray values, int channels, double bound, INDArray likelihoods);

    /**
     * Σ -log2 max(p, bound) in bits, and the gradients of scale * bits. Both bounds are CompressAI's LowerBound: a gradient
     * passes where the number is not below its bound or where it asks for a larger one.
     *
     * @param dvalues [R, k * C], overwritten
     */
    double bitsBackward(INDArray values, int channels, double bound, double scale, INDArray dvalues);
}
