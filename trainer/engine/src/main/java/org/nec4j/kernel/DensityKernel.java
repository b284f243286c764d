package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The arithmetic of a factorized density (Ballé et al., arXiv 1802.01436, section 6.1): a small monotone network for each
 * channel maps a value to the logit of its cumulative probability,
 *
 * <pre>l_0 = x;  l_{i+1} = g_i(softplus(H_i) l_i + b_i);  g_i(u) = u + tanh(a_i) tanh(u), and g_{K-1}(u) = u,</pre>
 *
 * and the likelihood of y is the probability p of [y - 1/2, y + 1/2], raised to a bound where it is less.
 *
 * <p>Arrays are c-ordered and contiguous, channels last: [R, C] stands for any leading dimensions flattened. Same arguments
 * give the same bits of every result, whatever the number of threads.
 */
public interface DensityKernel {
    /** CompressAI's own bound of the likelihood, its likelihood_bound. */
    double BOUND = 1e-9;

    /**
     * Logits of the cumulative probability and their slopes: logits = l_K(x) and slopes = dl_K/dx, for x, logits and slopes
     * [R, C].
     */
    void logits(INDArray x, DensityParameters parameters, INDArray logits, INDArray slopes);

    /** Σ -log2 max(p, bound) over y [R, C], in bits; the sum is double, the bound a positive, normal float32. */
    double bits(INDArray y, DensityParameters parameters, Likelihood likelihood, double bound);

    /** As {@link #bits}, and writes max(p, bound) of every element into likelihoods [R, C]. */
    double likelihoods(
            INDArray y, DensityParameters parameters, Likelihood likelihood, double bound, INDArray likelihoods);

    /**
     * As {@link #bits}, and the gradients of scale * bits. The bound is CompressAI's LowerBound: the gradient passes where
     * p >= bound or where it asks for a larger p, so a rate (scale > 0) pulls elements back from far out in the tails.
     *
     * @param dy        [R, C], the gradient with respect to y is ADDED to it
     * @param gradients overwritten with the gradients with respect to the raw parameters
     */
    double bitsBackward(
            INDArray y,
            DensityParameters parameters,
            Likelihood likelihood,
            double bound,
            double scale,
            INDArray dy,
            DensityParameters gradients);

    /**
     * What places the quantiles, CompressAI's {@code EntropyBottleneck.loss}: Σ |logits(q) - (-target, 0, target)| over all channels,
     * and its gradient with respect to the quantiles.
     *
     * @param quantiles  [C, 1, 3]
     * @param target     the logit at the outer quantiles
     * @param dquantiles [C, 1, 3], overwritten
     */
    double quantileLoss(INDArray quantiles, DensityParameters parameters, double target, INDArray dquantiles);
}
