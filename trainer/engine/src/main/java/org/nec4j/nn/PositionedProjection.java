package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/** A linear layer whose bias is one of every token's own: y = x Wᵀ + p, [B, L, D] to [B, L, E]. */
public final class PositionedProjection extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int tokens;
    private int dim;
    private int out;

    /** For DL4J's JSON. */
    PositionedProjection() {}

    /**
     * A projection by its shape.
     *
     * @param name   prefix of weight and positions
     * @param tokens L
     * @param dim    D
     * @param out    E
     */
    public PositionedProjection(String name, int tokens, int dim, int out) {
        super(name);
        this.tokens = tokens;
        this.dim = dim;
        this.out = out;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(tensor("weight", out, dim), tensor("positions", tokens, out));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new PositionedProjectionRuntime(conf, dataType);
    }

    int out() {
        return out;
    }
}
