package org.nec4j.nn;

import org.nd4j.linalg.api.buffer.DataType;

class WeightedSquaresTest extends FusedLayerBattery<WeightedSquares> {
    WeightedSquaresTest() {
        super(() -> new WeightedSquares("loss"), shape(2, 3, 2, 2), shape(2, 3, 2, 2));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((WeightedSquaresRuntime) running).setLabels(array("labels", type, 2, 3, 2, 4));
    }
}
