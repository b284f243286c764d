package org.nec4j.nn;

class LayerNormalizationTest extends FusedLayerBattery<LayerNormalization> {
    @Override
    protected LayerNormalization layer() {
        return new LayerNormalization("norm", 5, 1e-6);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 5};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 5};
    }
}
