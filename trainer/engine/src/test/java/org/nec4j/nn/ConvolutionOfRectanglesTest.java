package org.nec4j.nn;

class ConvolutionOfRectanglesTest extends FusedLayerBattery<Convolution> {
    ConvolutionOfRectanglesTest() {
        super(() -> (Convolution) new Convolution("conv", 2, 3, true).ofRows(2), shape(2, 6, 2), shape(2, 6, 3));
    }
}
