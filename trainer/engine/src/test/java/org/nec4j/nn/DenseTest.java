package org.nec4j.nn;

class DenseTest extends FusedLayerBattery<Dense> {
    @Override
    protected Dense layer() {
        return new Dense("dense", 3, 4, true, true);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 3};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 4};
    }
}
