package org.nec4j.grid;

import org.nec4j.nn.FusedLayerBattery;

class ChannelScalingTest extends FusedLayerBattery<ChannelScaling> {
    @Override
    protected ChannelScaling layer() {
        return ChannelScaling.standardize("scaled", new double[] {3, -1}, new double[] {0.5, 20});
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 2, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 2, 2};
    }
}
