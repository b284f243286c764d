package org.nec4j.nn;

class CentredProjectionTest extends FusedLayerBattery<CentredProjection> {
    CentredProjectionTest() {
        super(() -> new CentredProjection("output", 4, 3, 1e-6), shape(2, 5, 4), shape(2, 5, 3));
    }
}
