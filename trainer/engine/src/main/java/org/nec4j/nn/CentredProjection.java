package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A layer norm without gain and bias, a linear layer without bias, and of the result what differs from its mean over the image's tokens:
 * y = W n(x) - mean_t W n(x), [B, L, D] to [B, L, E].
 */
public final class CentredProjection extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private int out;
    private double eps;

    /** For DL4J's JSON. */
    CentredProjection() {}

    /**
     * A projection by its shape.
     *
     * @param name prefix of the weight
     * @param dim  D
     * @param out  E
     * @param eps  of the layer norm
     */
    public CentredProjection(String name, int dim, int out, double eps) {
        super(name);
        this.dim = dim;
        this.out = out;
        this.eps = eps;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", out, dim));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new CentredProjectionRuntime(conf, dataType);
    }

    int out() {
        return out;
    }

    double eps() {
        return eps;
    }
}
