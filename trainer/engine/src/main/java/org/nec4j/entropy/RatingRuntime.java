package org.nec4j.entropy;

import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

/**
 * What layers that rate their output share: the noise of a step, and its bits. A backward pass knows the bits anyway; where there is
 * none they are computed when asked for.
 */
public abstract class RatingRuntime<L extends FusedLayer> extends FusedLayerRuntime<L> implements Rated {
    private static final long serialVersionUID = 1L;

    private transient INDArray noise;
    private transient OptionalDouble bits = OptionalDouble.empty();
    private double factor = 1;

    protected RatingRuntime(NeuralNetConfiguration conf, DataType dataType) {
        super(conf, dataType);
    }

    /** Bits of what the last forward pass in training let through. */
    protected abstract double rate();

    /** Nothing: quantiles, where there are some, are placed by it. */
    @Override
    public double auxiliary() {
        return 0;
    }

    @Override
    public final void noise(INDArray next) {
        this.noise = next;
    }

    @Override
    public final void begin(double weight) {
        this.factor = weight;
        this.bits = OptionalDouble.empty();
    }

    @Override
    public final double measured() {
        if (bits.isEmpty()) {
            bits = OptionalDouble.of(rate());
        }
        return bits.getAsDouble();
    }

    /** The step's noise. */
    protected final INDArray noise() {
        return noise;
    }

    /** Adds the step's noise to y. */
    protected final void addNoise(INDArray y) {
        kernels().elements().add(noise, y);
    }

    /** Takes down what the step's batch costs. */
    protected final void rated(double bitsOfTheBatch) {
        this.bits = OptionalDouble.of(bitsOfTheBatch);
    }

    /** What the loss multiplies a bit by. */
    protected final double factor() {
        return factor;
    }
}
