package org.nec4j.nn;

class PositionedProjectionTest extends FusedLayerBattery<PositionedProjection> {
    PositionedProjectionTest() {
        super(() -> new PositionedProjection("input", 3, 4, 2), shape(2, 3, 4), shape(2, 3, 2));
    }
}
