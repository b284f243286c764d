package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What learning of codes by their distances needs besides products: the triplet loss of the hardest rows, smoothed cross entropy, and codes of few
 * levels with a learnt step. B codes of R numbers; sums are taken in double.
 */
public interface MetricKernels {
    /** Levels below 0 of a code of so many bits: 2^(bits - 1); of one bit, whose levels are -1 and 1, 1. */
    static int below(int bits) {
        return 1 << bits - 1;
    }

    /** Levels above 0 of a code of so many bits: 2^(bits - 1) - 1; of one bit 1. */
    static int above(int bits) {
        return bits == 1 ? 1 : (1 << bits - 1) - 1;
    }

    /**
     * The triplet loss with the hardest positive and negative of a batch (Hermans et al., In Defense of the Triplet Loss, arXiv 1703.07737,
     * equation 5): the mean over all rows a of max(0, margin + max_p d(a, p) - min_n d(a, n)), p of the same identity, n of others, d
     * Euclidean; where margin is infinite the soft one, log(1 + exp(max_p d - min_n d)).
     *
     * <p>A distance of 0 has the gradient 0, and the first of equally far rows is taken.
     *
     * @param codes    [B, R], rows of an identity next to each other
     * @param views    rows an identity; divides B into two identities at least
     * @param gradient [B, R], of the loss
     * @return the loss
     */
    double hardestTriplets(INDArray codes, int views, double margin, INDArray gradient);

    /**
     * Mean cross entropy of softmax(scores) with labels of which a share is spread over all classes (Szegedy et al., arXiv 1512.00567, section 7);
     * overwrites the scores with its gradient.
     *
     * @param scores    [B, K]
     * @param labels    [B], class numbers as floats
     * @param smoothing the share, 0 to below 1
     * @return the loss in nats
     */
    double smoothedEntropy(INDArray scores, INDArray labels, double smoothing);

    /**
     * y = step * q(x / step): q clips to the levels of so many bits, then rounds, halves to even; of one bit it is the sign, of 0 a 1 (Esser et
     * al., Learned Step Size Quantization, ICLR 2020, equations 1 and 2).
     */
    void quantize(INDArray x, double step, int bits, INDArray y);

    /**
     * Gradients through {@link #quantize}: dx = dy where nothing is clipped, else 0; that of the step is returned, as equation 3 has it, without its scale.
     *
     * @param dx may be dy
     */
    double quantizeBackward(INDArray dy, INDArray x, double step, int bits, INDArray dx);
}
