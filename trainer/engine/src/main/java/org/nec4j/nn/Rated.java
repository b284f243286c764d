package org.nec4j.nn;

import org.nd4j.linalg.api.ndarray.INDArray;

/** A bottleneck while it trains: it is given its noise before every step and measures the bits that its output would cost. */
public interface Rated extends Measuring {
    /** The noise that stands in for rounding in the next training step, [B, T, D], each number in [-0.5, 0.5). */
    void noise(INDArray noise);

    /** The auxiliary loss of the last training step, which places the quantiles; 0 where there are none. */
    double auxiliary();
}
