package org.nec4j.metric;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;

class IdentificationTest extends FusedLayerBattery<Identification> {
    IdentificationTest() {
        super(() -> new Identification("identities", 6, 5, 0.1), shape(4, 1, 6), shape(4, 1, 5));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((IdentificationRuntime) running)
                .setLabels(Nd4j.createFromArray(0.0, 4, 2, 2).castTo(type).reshape(4, 1));
    }
}
