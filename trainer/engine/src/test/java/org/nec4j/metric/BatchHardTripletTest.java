package org.nec4j.metric;

import org.nec4j.nn.FusedLayerBattery;

class BatchHardTripletTest extends FusedLayerBattery<BatchHardTriplet> {
    @Override
    protected BatchHardTriplet layer() {
        return new BatchHardTriplet("triplet", 3, 0.3);
    }

    @Override
    protected long[] input() {
        return new long[] {6, 1, 4};
    }

    @Override
    protected long[] output() {
        return input();
    }
}
