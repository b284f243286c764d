package org.nec4j.nn;

import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The decoder's first step: projects the encoder's tokens to the decoder's width and appends the mask token, [B, T, D] to
 * [B, T + 1, E], so that {@link Unshuffle} after it is a plain gathering of rows (He et al., arXiv 2111.06377, section 3).
 */
public final class TokenProjection extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private int dim;
    private int out;

    /** For DL4J's JSON. */
    TokenProjection() {}

    /**
     * A projection by its shape.
     *
     * @param name prefix of weight and bias, such as {@code decoder_embed}; the mask token is called {@code mask_token}
     * @param dim  D
     * @param out  E
     */
    public TokenProjection(String name, int dim, int out) {
        super(name);
        this.dim = dim;
        this.out = out;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                tensor("weight", out, dim), tensor("bias", out), new Parameter("masktoken", "mask_token", 1, 1, out));
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new TokenProjectionRuntime(conf, dataType);
    }

    int out() {
        return out;
    }
}
