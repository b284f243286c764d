package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionTransposedTest extends FusedLayerBattery<GridConvolution> {
    GridConvolutionTransposedTest() {
        super(
                () -> new GridConvolution("conv", 3, 2, new Window(5, 2), true, true),
                shape(2, 2, 3, 3),
                shape(2, 4, 6, 2));
    }
}
