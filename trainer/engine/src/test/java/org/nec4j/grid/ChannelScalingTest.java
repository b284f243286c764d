package org.nec4j.grid;

import org.nec4j.nn.FusedLayerBattery;

class ChannelScalingTest extends FusedLayerBattery<ChannelScaling> {
    ChannelScalingTest() {
        super(
                () -> ChannelScaling.standardize("scaled", new double[] {3, -1}, new double[] {0.5, 20}),
                shape(2, 3, 2, 2),
                shape(2, 3, 2, 2));
    }
}
