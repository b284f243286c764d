package org.nec4j.nn;

class AttentionPoolTest extends FusedLayerBattery<AttentionPool> {
    @Override
    protected AttentionPool layer() {
        return new AttentionPool("pool", 4, 2, false);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 4};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4};
    }
}
