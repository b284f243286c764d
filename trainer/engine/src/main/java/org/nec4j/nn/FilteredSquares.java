package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The end of a distillation: compares what a decoder makes of an image with a teacher's tokens, [B, L, 2 * D + 1] against labels
 * [B, L, D]. A token's numbers are its x, a correction e and the image's octave g, log2(delta) - 1. It measures
 *
 * <p>D = Σ_b weight * 2^(power * g_b) * Σ |x + 2^g_b e - label|²
 */
public final class FilteredSquares extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private double weight;
    private double power;

    /** For DL4J's JSON. */
    FilteredSquares() {}

    /**
     * A comparison without tensors.
     *
     * @param weight of an image of octave 0
     * @param power  how the weight goes with the octave
     */
    public FilteredSquares(String name, double weight, double power) {
        super(name);
        this.weight = weight;
        this.power = power;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new FilteredSquaresRuntime(conf, dataType);
    }

    @Override
    public boolean measures() {
        return true;
    }

    double weight() {
        return weight;
    }

    double power() {
        return power;
    }
}
