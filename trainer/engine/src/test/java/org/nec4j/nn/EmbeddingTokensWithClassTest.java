package org.nec4j.nn;

class EmbeddingTokensWithClassTest extends FusedLayerBattery<EmbeddingTokens> {
    EmbeddingTokensWithClassTest() {
        super(() -> new EmbeddingTokens("embedding", true, 2), shape(2, 6, 3), shape(2, 4, 3));
    }
}
