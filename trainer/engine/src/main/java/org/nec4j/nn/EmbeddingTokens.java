package org.nec4j.nn;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What of an encoder's tokens an embedding consists of, [B, N + V, D] to [B, 1 + V, D]: register tokens are left out (Darcet et al.,
 * arXiv 2309.16588), and where there is no class token the mean of the patch tokens takes its place. It has no tensors.
 */
public final class EmbeddingTokens extends FusedLayer {
    private static final long serialVersionUID = 1L;

    private boolean classToken;
    private int registers;

    /** For DL4J's JSON. */
    EmbeddingTokens() {}

    /**
     * A layer by what comes before the patch tokens.
     *
     * @param name       name of the layer
     * @param classToken whether token 0 is a class token
     * @param registers  tokens behind it, before those of patches
     */
    public EmbeddingTokens(String name, boolean classToken, int registers) {
        super(name);
        this.classToken = classToken;
        this.registers = registers;
    }

    @Override
    protected FusedLayerRuntime<?> runtime(NeuralNetConfiguration conf, DataType dataType) {
        return new EmbeddingTokensRuntime(conf, dataType);
    }

    boolean classToken() {
        return classToken;
    }

    /** N, tokens before those of patches. */
    int prefix() {
        return (classToken ? 1 : 0) + registers;
    }
}
