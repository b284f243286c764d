package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Maps of H rows and W columns, [B, H * W, C], channels last, as tokens are. The 3 x 3 neighbourhoods of their pixels, zeros outside, make a convolution
 * one product of matrices; a neighbourhood is [9 * C], its pixels row by row.
 *
 * <p>Batch norm of channels (Ioffe and Szegedy, arXiv 1502.03167): y = (x - mean) / sqrt(var + eps) * gain + bias with one mean and
 * variance a channel, then optionally max(0, y). Sums are taken in double.
 */
public interface MapKernels {
    /** Pixels of a neighbourhood. */
    int TAPS = 9;

    /** columns[b, p] = the neighbourhood of pixel p; x [B, H * W, C], columns [B, H * W, 9 * C], rows H. */
    void neighbourhoods(INDArray x, int rows, INDArray columns);

    /** x[b, p] = the sum of all places of columns that {@link #neighbourhoods} fills from it: its transpose. */
    void sumNeighbourhoods(INDArray columns, int rows, INDArray x);

    /** Mean and biased variance of each channel: x [R, C], mean and variance [C]. */
    void statistics(INDArray x, INDArray mean, INDArray variance);

    /**
     * What a norm of channels is.
     *
     * @param mean     [C]
     * @param variance [C], biased
     * @param gain     [C]
     * @param bias     [C]
     * @param eps      added to the variance
     * @param relu     whether what is negative is cut
     */
    record Norm(INDArray mean, INDArray variance, INDArray gain, INDArray bias, double eps, boolean relu) {}

    /** y from x, [R, C]; y may be x. */
    void norm(INDArray x, Norm norm, INDArray y);

    /** The gradients, where mean and variance are those of x itself: dgain, dbias [C] and dx [R, C] of dy and x [R, C]; dx may be dy. */
    void normBackward(INDArray dy, INDArray x, Norm norm, INDArray dgain, INDArray dbias, INDArray dx);

    /** y = x * factor, a factor for each channel of each map: x and y [B, T, C], factors [B][C]. */
    void scaleChannels(INDArray x, float[][] factors, INDArray y);
}
