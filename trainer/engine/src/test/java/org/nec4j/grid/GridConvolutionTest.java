package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionTest extends FusedLayerBattery<GridConvolution> {
    @Override
    protected GridConvolution layer() {
        return new GridConvolution("conv", 2, 3, new Window(4, 1), false, true);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 5, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 5, 3};
    }
}
