package org.nec4j.metric;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/** A linear classifier of identities, [B, 1, D] to scores [B, 1, K], with smoothed labels; labels [B, 1], identity numbers as floats. */
public final class Identification extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private int identities;
    private double smoothing;

    /** For DL4J's JSON. */
    Identification() {}

    /**
     * A classifier by its shape.
     *
     * @param name       prefix of its tensors
     * @param dim        D
     * @param identities K
     * @param smoothing  share of a label that is spread over all identities
     */
    public Identification(String name, int dim, int identities, double smoothing) {
        super(name);
        this.dim = dim;
        this.identities = identities;
        this.smoothing = smoothing;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", identities, dim), tensor("bias", identities));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new IdentificationRuntime(conf, dataType);
    }

    int identities() {
        return identities;
    }

    double smoothing() {
        return smoothing;
    }
}
