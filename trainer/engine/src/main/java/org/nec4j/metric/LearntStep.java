package org.nec4j.metric;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/**
 * Quantization with one step for all numbers of a code, which learns with it (LSQ, Esser et al., ICLR 2020), [B, T, R] to the same. What is kept is
 * the step's logarithm, so that an update changes the step by a share of it and never makes it negative: its gradient is step * that of the
 * paper, scaled by 1 / sqrt(R * levels above 0) as there.
 */
public final class LearntStep extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** The tensor of the step's logarithm, [1]. */
    public static final String LOG_STEP = "logstep";

    private int bits;

    /** For DL4J's JSON. */
    LearntStep() {}

    /**
     * A layer by its width.
     *
     * @param name prefix of its tensor
     * @param bits of a number, 1 to 16
     */
    public LearntStep(String name, int bits) {
        super(name);
        if (bits < 1 || bits > 16) {
            throw new IllegalArgumentException("numbers of " + bits + " bits");
        }
        this.bits = bits;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter(LOG_STEP, getLayerName() + ".log_step", 1));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new LearntStepRuntime(conf, dataType);
    }

    int bits() {
        return bits;
    }
}
