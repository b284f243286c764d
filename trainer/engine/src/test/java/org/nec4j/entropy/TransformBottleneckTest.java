package org.nec4j.entropy;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

/** With noise in place of rounding, whose gradients are slopes; the same lines compute them where it rounds. */
class TransformBottleneckTest extends FusedLayerBattery<TransformBottleneck> {
    TransformBottleneckTest() {
        super(
                () -> new TransformBottleneck(
                        "transform", new TransformShape(2, 3, 4, 3), Relaxation.NOISE, StepRange.USUAL),
                shape(2, 7, 4),
                shape(2, 6, 4));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        INDArray noise = array("noise", type, 2, 7, 3);
        ((Rated) running).noise(noise.muli(0.2));
    }
}
