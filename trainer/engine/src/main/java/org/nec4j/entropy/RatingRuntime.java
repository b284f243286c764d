package org.nec4j.entropy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

/** What layers that rate their output share: the noise of a step, and the bits of the last one in the score. */
abstract class RatingRuntime<L extends FusedLayer> extends FusedLayerRuntime<L> implements Rated {
    private static final long serialVersionUID = 1L;

    private transient INDArray noise;
    private double bits = Double.NaN;

    RatingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** Whether the score takes the bits' mean over the batch's images, else their sum. */
    abstract boolean bitsPerImage();

    @Override
    public final void noise(INDArray next) {
        this.noise = next;
    }

    @Override
    public final double bits() {
        return bits;
    }

    /** Adds the step's noise to y. */
    final void addNoise(INDArray y) {
        kernels().add(noise, y);
    }

    /** Takes down what the step's batch costs. */
    final void rated(double bitsOfTheBatch) {
        this.bits = bitsOfTheBatch;
    }

    /** The weight of a bit in the score. */
    final double rateWeight() {
        return bitsPerImage() ? 1.0 / input.size(0) : 1;
    }

    /** The rate's share of the score. */
    @Override
    public final double calcRegularizationScore(boolean backpropParamsOnly) {
        return Double.isNaN(bits) ? 0 : rateWeight() * bits;
    }
}
