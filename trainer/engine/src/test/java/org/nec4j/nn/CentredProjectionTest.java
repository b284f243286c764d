package org.nec4j.nn;

class CentredProjectionTest extends FusedLayerBattery<CentredProjection> {
    @Override
    protected CentredProjection layer() {
        return new CentredProjection("output", 4, 3, 1e-6);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 5, 4};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 5, 3};
    }
}
