package org.nec4j.nn;

class PatchEmbeddingTest extends FusedLayerBattery<PatchEmbedding> {
    PatchEmbeddingTest() {
        super(() -> new PatchEmbedding("patch_embed", 3, 2, 4), shape(2, 3, 12), shape(2, 4, 4));
    }

    @Override
    protected boolean hasGradientOfItsInput() {
        return false;
    }
}
