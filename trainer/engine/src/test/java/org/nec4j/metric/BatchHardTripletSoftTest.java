package org.nec4j.metric;

import org.nec4j.nn.FusedLayerBattery;

class BatchHardTripletSoftTest extends FusedLayerBattery<BatchHardTriplet> {
    BatchHardTripletSoftTest() {
        super(() -> new BatchHardTriplet("triplet", 3, Double.POSITIVE_INFINITY), shape(6, 1, 4), shape(6, 1, 4));
    }
}
