package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What networks on gridded fields need besides products: divisive normalization (Ballé et al., arXiv 1511.06281) and vector quantization with
 * codebooks that follow what they quantize (van den Oord et al., arXiv 1711.00937, appendix A.1). R rows of C channels are maps with their
 * leading dimensions flattened.
 */
public interface GridKernels {
    /** What a stored value of a divisive norm loses when it is squared, 2^-36. */
    double PEDESTAL = 0x1p-36;

    /** The least stored value of a divisive norm's weights, 2^-18. */
    double GAMMA_BOUND = 0x1p-18;

    /** The least stored value of its biases, sqrt(10^-6 + 2^-36). */
    double BETA_BOUND = Math.sqrt(1e-6 + PEDESTAL);

    /** y = x * scales + shifts, one of each a channel; x and y [R, C]; y may be x. */
    void affine(INDArray x, double[] scales, double[] shifts, INDArray y);

    /** used = max(stored, bound)² - {@link #PEDESTAL}, elementwise; the bound is rounded to float32. */
    void bounded(INDArray stored, double bound, INDArray used);

    /**
     * dstored = the gradient through {@link #bounded} with respect to max(stored, bound), where stored >= bound or where it asks for a larger value; else 0.
     * dstored may be dused.
     */
    void boundedBackward(INDArray dused, INDArray stored, double bound, INDArray dstored);

    /** squares = x², elementwise. */
    void square(INDArray x, INDArray squares);

    /** y = x / sqrt(norms), or x * sqrt(norms) for the inverse, elementwise. */
    void divide(INDArray x, INDArray norms, boolean inverse, INDArray y);

    /** dnorms and dx from dy through {@link #divide}. */
    void divideBackward(INDArray dy, INDArray x, INDArray norms, boolean inverse, INDArray dnorms, INDArray dx);

    /** dx += 2 x dsquares, elementwise: the gradient through {@link #square}. */
    void addSquareBackward(INDArray dsquares, INDArray x, INDArray dx);

    /**
     * The nearest code of every row: chosen_r = argmin_k |x_r - e_k|², y_r = e of it, or NaN for a row that holds one; the first of equals.
     *
     * @param x      [R, D]
     * @param codes  e, [K, D]
     * @param chosen as many as rows, overwritten
     * @param y      [R, D]
     * @return the mean of (y - x)² over all elements
     */
    double nearest(INDArray x, INDArray codes, int[] chosen, INDArray y);

    /**
     * Moves a codebook towards what chose its codes: n_k = decay n_k + (1 - decay) count_k; with S = Σ n, n_k = (n_k + epsilon) / (S + K epsilon) S;
     * m_k = decay m_k + (1 - decay) Σ x of those that chose k; e_k = m_k / n_k.
     *
     * @param x      [R, D]
     * @param chosen what each row chose
     * @param sizes  n, [K]
     * @param sums   m, [K, D]
     * @param codes  e, [K, D]
     */
    void follow(INDArray x, int[] chosen, double decay, double epsilon, INDArray sizes, INDArray sums, INDArray codes);

    /** Puts rows of x in the place of codes: e_(codes[i]) = x_(rows[i]), n = size, m = size * e. */
    void place(INDArray x, int[] rows, int[] places, double size, INDArray sizes, INDArray sums, INDArray codes);

    /**
     * D = the mean over all elements of (weights * (x - wanted))², and its gradient with respect to x.
     *
     * @param x      [R, C]
     * @param labels [R, 2 * C]: what is wanted, then weights, 0 where a value is missing
     * @param dx     [R, C]
     */
    double weightedSquares(INDArray x, INDArray labels, INDArray dx);
}
