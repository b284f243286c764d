package org.nec4j.nn;

class ResidualBlockTest extends FusedLayerBattery<ResidualBlock> {
    @Override
    protected ResidualBlock layer() {
        return new ResidualBlock("block", 2);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 9, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 9, 2};
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
