package org.nec4j.nn;

class ResidualBlockTest extends FusedLayerBattery<ResidualBlock> {
    ResidualBlockTest() {
        super(() -> new ResidualBlock("block", 2), shape(2, 9, 2), shape(2, 9, 2));
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
