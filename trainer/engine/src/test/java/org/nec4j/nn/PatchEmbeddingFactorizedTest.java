package org.nec4j.nn;

class PatchEmbeddingFactorizedTest extends FusedLayerBattery<PatchEmbedding> {
    @Override
    protected PatchEmbedding layer() {
        return new PatchEmbedding("patch_embed", 3, 2, 4, true, 1, 3);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 12};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 5, 4};
    }

    @Override
    protected boolean hasGradientOfItsInput() {
        return false;
    }
}
