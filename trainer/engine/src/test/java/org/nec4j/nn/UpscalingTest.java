package org.nec4j.nn;

class UpscalingTest extends FusedLayerBattery<Upscaling> {
    UpscalingTest() {
        super(() -> new Upscaling("up", 2), shape(2, 4, 2), shape(2, 16, 2));
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
