package org.nec4j.nn;

class ConvolutionTest extends FusedLayerBattery<Convolution> {
    ConvolutionTest() {
        super(() -> new Convolution("conv", 2, 3, true), shape(2, 9, 2), shape(2, 9, 3));
    }
}
