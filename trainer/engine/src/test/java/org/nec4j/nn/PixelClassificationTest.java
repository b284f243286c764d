package org.nec4j.nn;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.LossKernels;

class PixelClassificationTest extends FusedLayerBattery<PixelClassification> {
    PixelClassificationTest() {
        super(() -> new PixelClassification("seg", 3, 4, 0, 1.7, 1).smoothed(0.2), shape(2, 4, 3), shape(2, 4, 4));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        double[] labels = new double[2 * 16]; // [B, S * S]
        for (int i = 0; i < labels.length; i++) {
            labels[i] = i % 5 == 4 ? LossKernels.IGNORED : i % 5;
        }
        ((PixelClassificationRuntime) running)
                .setLabels(Nd4j.createFromArray(labels).castTo(type).reshape(2, 16));
    }
}
