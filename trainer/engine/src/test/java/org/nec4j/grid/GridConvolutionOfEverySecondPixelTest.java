package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionOfEverySecondPixelTest extends FusedLayerBattery<GridConvolution> {
    @Override
    protected GridConvolution layer() {
        return new GridConvolution("conv", 2, 3, new Window(5, 2), false, false);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 5, 4, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 2, 3};
    }
}
