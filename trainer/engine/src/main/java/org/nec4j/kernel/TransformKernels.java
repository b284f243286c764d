package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Transform coding as it is trained: the cosine transform over a grid of tokens, quantization with learnt steps beside the rate under a
 * Laplace density, and the squared error of what a filter made of the result.
 *
 * <p>A grid has R rows and C columns, L = R * C tokens, and so L frequencies, row after row. Frequency 0, the mean over the tokens, is
 * coded by others: its coefficients quantize to 0, cost nothing and have no gradient.
 */
public interface TransformKernels {
    /**
     * out = (D_R ⊗ D_C) x over the tokens of every image, D_n the orthonormal DCT-II of n points, or the inverse, which is its transpose;
     * x and out [B, R * C, K].
     */
    void cosine(INDArray x, int rows, int columns, boolean inverse, INDArray out);

    /**
     * Quantizes coefficients and rates them. With the step S = delta * exp(logStep), v = c / S and the noise u of [-1/2, 1/2):
     *
     * <pre>
     *   bits  = -(1 - share) log2 P(v + u) - share log2 P(m),  m the symbol that v becomes where bits have a price,
     *           P(x) the mass of [x - 1/2, x + 1/2] under a Laplace density of scale exp(logScale) / S + {@value #FLOOR}
     *   coded = S * q(v),  q(v) = sign(v) * floor(|v| + rounding), v + u for a rounding of 0, or where bits have a price what rate-distortion
     *           optimized quantization under that density decodes: of |m| = floor(|v| + 1/2) and |m| - 1 that whose (|v| - |m|)² + price * bits(m)
     *           is less, at the mean of all that become it
     * </pre>
     *
     * @param c         coefficients [B, L, K]
     * @param logSteps  [L - 1, K]
     * @param logScales [L - 1, K], of the coefficients
     * @param noise     [B, 1 + L, K], its first token left out
     * @param how       steps and weights of the images
     * @param coded     [B, L, K]
     * @param slopes    [2, B, L, K], what the backward pass takes: weight * bits by v and by the scale
     * @return Σ_b weight_b * bits_b
     */
    double quantize(
            INDArray c,
            INDArray logSteps,
            INDArray logScales,
            INDArray noise,
            Quantization how,
            INDArray coded,
            INDArray slopes);

    /**
     * The gradients through {@link #quantize}, quantization taken for a shift that does not depend on v (Bengio et al., arXiv 1308.3432).
     *
     * @param factor     what the loss multiplies a weighted bit by
     * @param dcoded     [B, L, K]
     * @param dc         [B, L, K]
     * @param dlogSteps  [L - 1, K]
     * @param dlogScales [L - 1, K]
     */
    void quantizeBackward(
            INDArray c,
            INDArray logSteps,
            INDArray logScales,
            Quantization how,
            INDArray coded,
            INDArray slopes,
            double factor,
            INDArray dcoded,
            INDArray dc,
            INDArray dlogSteps,
            INDArray dlogScales);

    /** y = x - mean over its image's tokens, [B, T, K]; the gradient of it is the same. */
    void centre(INDArray x, INDArray y);

    /**
     * D = Σ_b weight * 2^(power * g_b) * |x + 2^g_b e - wanted|², the squares summed over the image; overwrites the parts with the
     * gradient of factor * D.
     *
     * @param parts  [B, L, 2 * K + 1], a token's x, e and the image's g, which the first token's is
     * @param wanted [B, L, K]
     * @return D
     */
    double filteredSquares(INDArray parts, INDArray wanted, double weight, double power, double factor);

    /** What is added to the scale of a Laplace density, in steps. */
    double FLOOR = 0.03;

    /**
     * How a batch is quantized.
     *
     * @param deltas   [B], the images' steps
     * @param weights  [B], what their bits count
     * @param rounding share of a step from which magnitudes round up, above 0 and at most 1/2; 0 adds noise instead
     * @param price    of a bit, in squared steps; above 0 it quantizes, and the rounding is not asked
     * @param share    of the bits that are those of the symbols, from 0 to 1; 0 where bits have no price
     */
    @SuppressWarnings("ArrayRecordComponent") // for one call, compared by nobody
    record Quantization(double[] deltas, double[] weights, double rounding, double price, double share) {}
}
