package org.nec4j.nn;

class PatchEmbeddingWithRegistersTest extends FusedLayerBattery<PatchEmbedding> {
    PatchEmbeddingWithRegistersTest() {
        super(() -> new PatchEmbedding("patch_embed", 3, 2, 4, true, 2), shape(2, 3, 12), shape(2, 6, 4));
    }

    @Override
    protected boolean hasGradientOfItsInput() {
        return false;
    }
}
