package org.nec4j.metric;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayer;
import org.nec4j.nn.FusedLayerRuntime;

/** The mean of the patch tokens of an embedding, [B, 1 + L, D] to [B, 1, D]: the first token, the class token, is left out. */
public final class TokenMean extends FusedLayer {
    private static final long serialVersionUID = 1L;

    /** For DL4J's JSON. */
    TokenMean() {}

    /** A layer by its name. */
    public TokenMean(String name) {
        super(name);
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new TokenMeanRuntime(conf, dataType);
    }
}
