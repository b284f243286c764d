package org.nec4j.nn;

class ConvolutionTest extends FusedLayerBattery<Convolution> {
    @Override
    protected Convolution layer() {
        return new Convolution("conv", 2, 3, true);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 9, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 9, 3};
    }
}
