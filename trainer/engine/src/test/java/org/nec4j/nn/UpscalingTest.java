package org.nec4j.nn;

class UpscalingTest extends FusedLayerBattery<Upscaling> {
    @Override
    protected Upscaling layer() {
        return new Upscaling("up", 2);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 4, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 16, 2};
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return parameter.key().contains("running");
    }
}
