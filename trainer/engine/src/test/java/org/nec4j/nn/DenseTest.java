package org.nec4j.nn;

class DenseTest extends FusedLayerBattery<Dense> {
    DenseTest() {
        super(() -> new Dense("dense", 3, 4, true, true), shape(2, 3, 3), shape(2, 3, 4));
    }
}
