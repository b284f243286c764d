package org.nec4j.nn;

class PositionedProjectionTest extends FusedLayerBattery<PositionedProjection> {
    @Override
    protected PositionedProjection layer() {
        return new PositionedProjection("input", 3, 4, 2);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 4};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 2};
    }
}
