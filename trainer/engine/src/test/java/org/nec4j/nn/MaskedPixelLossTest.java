package org.nec4j.nn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

class MaskedPixelLossTest extends FusedLayerBattery<MaskedPixelLoss> {
    MaskedPixelLossTest() {
        super(() -> new MaskedPixelLoss("pred", 3, 4), shape(2, 4, 3), shape(2, 4, 4));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((MaskedPixelLossRuntime) running).setLabels(array("labels", type, 2, 3, 4));
        running.setMaskArray(
                Nd4j.createFromArray(1.0, 0, 1, 0, 1, 1).reshape(2, 3).castTo(type));
    }
}
