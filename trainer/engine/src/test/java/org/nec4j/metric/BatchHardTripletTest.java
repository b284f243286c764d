package org.nec4j.metric;

import org.nec4j.nn.FusedLayerBattery;

class BatchHardTripletTest extends FusedLayerBattery<BatchHardTriplet> {
    BatchHardTripletTest() {
        super(() -> new BatchHardTriplet("triplet", 3, 0.3), shape(6, 1, 4), shape(6, 1, 4));
    }
}
