package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compressed sensing y = A x of blocks, and what an unrolled recovery needs besides products: NA-ALISTA (Behrens et al., arXiv
 * 2012.13292), which finds sparse s with y = Phi s by steps of soft thresholding whose size and threshold a recurrent controller
 * reads from the errors.
 *
 * <p>R blocks of n numbers, m measurements of each, a controller H wide.
 */
public interface SensingKernels {
    /** out = Psi x of every row, or Psiᵀ x for the inverse: the wavelet transform of square blocks; x and out [R, S * S]; no level copies. */
    void wavelet(INDArray x, Wavelet wavelet, int levels, boolean inverse, INDArray out);

    /** out = a * b, elementwise; out may be either. */
    void multiply(INDArray a, INDArray b, INDArray out);

    /** y = x + level * sd(x_r) * noise in every row r, sd over the row's n numbers with divisor n; x, noise and y [R, n]. */
    void disturb(INDArray x, INDArray noise, double level, INDArray y);

    /** dx from dy through {@link #disturb}; dx may be dy. */
    void disturbBackward(INDArray dy, INDArray x, INDArray noise, double level, INDArray dx);

    /**
     * The analysis matrix of ALISTA in closed form: V = (Phi Phiᵀ + ridge * mean(diag) I)^-1 Phi, w_j = v_j / max(phi_j · v_j, floor) in every
     * column. It has the least Frobenius norm among those with w_j · phi_j = 1 (Liu et al., ALISTA, ICLR 2019, equation 16).
     *
     * @param phi [m, n]
     * @param w   [m, n]
     */
    void analysis(INDArray phi, double ridge, double floor, INDArray w);

    /** dphi += the gradient through {@link #analysis} from dw; all [m, n]. */
    void analysisBackward(INDArray phi, double ridge, double floor, INDArray dw, INDArray dphi);

    /**
     * What centres a controller's readings: mean and standard deviation, with divisor R - 1, of |b_r|_1 and of |c_r|_1.
     *
     * @param b         [R, m]
     * @param c         [R, n]
     * @param constants [4]: mean and deviation of b's, then of c's; a deviation that is 0 or has one row only becomes 1
     */
    void constants(INDArray b, INDArray c, INDArray constants);

    /** readings_r = ((|b_r|_1 - mean) / deviation, the same of c); b [R, m], c [R, n], constants [4], readings [R, 2]. */
    void readings(INDArray b, INDArray c, INDArray constants, INDArray readings);

    /** db += and dc += the gradients through {@link #readings}, constants being constant. */
    void readingsBackward(INDArray dreadings, INDArray b, INDArray c, INDArray constants, INDArray db, INDArray dc);

    /**
     * The gates of an LSTM (Hochreiter and Schmidhuber, 1997, with forget gate): cell = σ(f) before + σ(i) tanh(g), hidden = σ(o) tanh(cell).
     *
     * @param gates  [R, 4 * H] before their nonlinearities: i, f, g, o as PyTorch orders them
     * @param before the cell before, [R, H]
     * @param cell   [R, H]
     * @param hidden [R, H]
     */
    void lstm(INDArray gates, INDArray before, INDArray cell, INDArray hidden);

    /** dgates [R, 4 * H] and dbefore [R, H] from dcell, the gradient by other ways than hidden, and dhidden; dbefore may be dcell. */
    void lstmBackward(
            INDArray dcell, INDArray dhidden, INDArray gates, INDArray before, INDArray dgates, INDArray dbefore);

    /** y = log(1 + e^x), elementwise. */
    void softplus(INDArray x, INDArray y);

    /** d *= σ(x), elementwise: the gradient through {@link #softplus}. */
    void softplusBackward(INDArray x, INDArray d);

    /**
     * A step of shrinkage with support selection: d = s - gamma c; numbers with |d| above the selected-th largest of their row stay, so one fewer than
     * selected do; the others become sign(d) max(|d| - theta, 0). 0 selects none.
     *
     * @param s       [R, n]
     * @param c       [R, n]
     * @param control [R, 2]: gamma and theta
     * @param out     [R, n]
     */
    void shrink(INDArray s, INDArray c, INDArray control, int selected, INDArray out);

    /** ds, dc [R, n] and dcontrol [R, 2] from dout through {@link #shrink}, what is selected taken for constant. */
    void shrinkBackward(
            INDArray dout,
            INDArray s,
            INDArray c,
            INDArray control,
            int selected,
            INDArray ds,
            INDArray dc,
            INDArray dcontrol);

    /** The mean of (x - wanted)² over all elements, and its gradient with respect to x. */
    double meanSquare(INDArray x, INDArray wanted, INDArray dx);
}
