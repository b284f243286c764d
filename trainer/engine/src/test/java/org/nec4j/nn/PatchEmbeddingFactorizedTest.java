package org.nec4j.nn;

class PatchEmbeddingFactorizedTest extends FusedLayerBattery<PatchEmbedding> {
    PatchEmbeddingFactorizedTest() {
        super(() -> new PatchEmbedding("patch_embed", 3, 2, 4, true, 1, 3), shape(2, 3, 12), shape(2, 5, 4));
    }

    @Override
    protected boolean hasGradientOfItsInput() {
        return false;
    }
}
