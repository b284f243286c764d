package org.nec4j.nn;

class TokenProjectionTest extends FusedLayerBattery<TokenProjection> {
    @Override
    protected TokenProjection layer() {
        return new TokenProjection("embed", 4, 3);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 4};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4, 3};
    }
}
