package org.nec4j.sensing;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.Measuring;

/** Sensing while it runs: it is given its noise before every pass and measures the mean squared error of what it recovers. */
public interface Sensed extends Measuring {
    /**
     * Standard normal numbers that become the noise of the next pass; where the layer's level of either is 0, nobody looks at it.
     *
     * @param camera  [R, n] for R blocks
     * @param channel [R, m]
     */
    void noise(INDArray camera, INDArray channel);
}
