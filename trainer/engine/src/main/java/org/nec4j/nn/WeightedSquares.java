package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a network that learns to give what it is told to: passes [B, ..., C] on and measures D = the mean over all elements of
 * (weight * (x - wanted))². Its labels are [B, ..., 2 * C]: what is wanted, then weights, 0 where a value is missing.
 */
public final class WeightedSquares extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** For DL4J's JSON. */
    WeightedSquares() {}

    /** A loss by its name. */
    public WeightedSquares(String name) {
        super(name);
    }

    @Override
    public boolean measures() {
        return true;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new WeightedSquaresRuntime(conf, dataType);
    }
}
