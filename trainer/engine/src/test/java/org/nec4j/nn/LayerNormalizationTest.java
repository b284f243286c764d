package org.nec4j.nn;

class LayerNormalizationTest extends FusedLayerBattery<LayerNormalization> {
    LayerNormalizationTest() {
        super(() -> new LayerNormalization("norm", 5, 1e-6), shape(2, 3, 5), shape(2, 3, 5));
    }
}
