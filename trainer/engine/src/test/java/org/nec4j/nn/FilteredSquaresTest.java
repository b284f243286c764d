package org.nec4j.nn;

import org.nd4j.linalg.api.buffer.DataType;

class FilteredSquaresTest extends FusedLayerBattery<FilteredSquares> {
    FilteredSquaresTest() {
        super(() -> new FilteredSquares("distillation", 1.75, -0.8), shape(2, 3, 9), shape(2, 3, 9));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((FilteredSquaresRuntime) running).setLabels(array("labels", type, 2, 3, 4));
    }

    /** Of the octaves the first token's alone enters the loss. */
    @Override
    protected int telling(int numbers) {
        return 0;
    }
}
