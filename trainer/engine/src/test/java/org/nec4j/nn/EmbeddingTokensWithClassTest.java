package org.nec4j.nn;

class EmbeddingTokensWithClassTest extends FusedLayerBattery<EmbeddingTokens> {
    @Override
    protected EmbeddingTokens layer() {
        return new EmbeddingTokens("embedding", true, 2);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 6, 3};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4, 3};
    }
}
