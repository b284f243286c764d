package org.nec4j.grid;

import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;

class GridLossTest extends FusedLayerBattery<GridLoss> {
    @Override
    protected GridLoss layer() {
        return new GridLoss("loss");
    }

    @Override
    protected long[] input() {
        return new long[] {2, 3, 2, 2};
    }

    @Override
    protected long[] output() {
        return new long[] {2, 3, 2, 2};
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((GridLossRuntime) running).setLabels(array("labels", type, 2, 3, 2, 4));
    }
}
