package org.nec4j.nn;

class BatchNormalizationTest extends FusedLayerBattery<BatchNormalization> {
    BatchNormalizationTest() {
        super(() -> new BatchNormalization("bn", 3), shape(2, 4, 3), shape(2, 4, 3));
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
