package org.nec4j.nn;

class UpscalingOfRectanglesTest extends FusedLayerBattery<Upscaling> {
    UpscalingOfRectanglesTest() {
        super(() -> (Upscaling) new Upscaling("up", 2).ofRows(3), shape(2, 6, 2), shape(2, 24, 2));
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
