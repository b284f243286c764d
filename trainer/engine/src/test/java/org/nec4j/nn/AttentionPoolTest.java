package org.nec4j.nn;

class AttentionPoolTest extends FusedLayerBattery<AttentionPool> {
    AttentionPoolTest() {
        super(() -> new AttentionPool("pool", 4, 2, false), shape(2, 3, 4), shape(2, 4));
    }
}
