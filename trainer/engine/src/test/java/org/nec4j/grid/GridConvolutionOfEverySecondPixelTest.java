package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionOfEverySecondPixelTest extends FusedLayerBattery<GridConvolution> {
    GridConvolutionOfEverySecondPixelTest() {
        super(
                () -> new GridConvolution("conv", 2, 3, new Window(5, 2), false, false),
                shape(2, 5, 4, 2),
                shape(2, 3, 2, 3));
    }
}
