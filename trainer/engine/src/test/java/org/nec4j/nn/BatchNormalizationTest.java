package org.nec4j.nn;

class BatchNormalizationTest extends FusedLayerBattery<BatchNormalization> {
    @Override
    protected BatchNormalization layer() {
        return new BatchNormalization("bn", 3);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 4, 3};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4, 3};
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
