package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionTest extends FusedLayerBattery<GridConvolution> {
    GridConvolutionTest() {
        super(
                () -> new GridConvolution("conv", 2, 3, new Window(4, 1), false, true),
                shape(2, 3, 5, 2),
                shape(2, 3, 5, 3));
    }
}
