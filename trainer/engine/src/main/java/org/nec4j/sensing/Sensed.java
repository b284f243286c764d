package org.nec4j.sensing;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.codec.model.EightBits;
import org.nec4j.nn.Measuring;

/** Sensing while it runs: it is given its noise before every pass and measures the mean squared error of what it recovers. */
public interface Sensed extends Measuring {
    /**
     * Standard normal numbers that become the noise of the next pass; where the layer's level of either is 0, nobody looks at it. Of a layer whose
     * measurements are bytes the channel's are whole numbers from 0 to 255 in their place: which bits of each byte it flips.
     *
     * @param camera  [R, n] for R blocks
     * @param channel [R, m]
     */
    void noise(INDArray camera, INDArray channel);

    /** How measurements become bytes in passes that do not train, of a layer where they do; those that train count it from their batch. */
    void quantizer(EightBits bits);

    /** The next pass recovers from these measurements [R, m] and looks at its input no further than to compare. */
    void recover(INDArray measurements);
}
