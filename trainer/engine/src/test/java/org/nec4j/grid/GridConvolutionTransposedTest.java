package org.nec4j.grid;

import org.nec4j.kernel.Window;
import org.nec4j.nn.FusedLayerBattery;

class GridConvolutionTransposedTest extends FusedLayerBattery<GridConvolution> {
    @Override
    protected GridConvolution layer() {
        return new GridConvolution("conv", 3, 2, new Window(5, 2), true, true);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 2, 3, 3};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 4, 6, 2};
    }
}
