package org.nec4j.entropy;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Likelihood;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Rated;

class BottleneckTest extends FusedLayerBattery<Bottleneck> {
    BottleneckTest() {
        super(
                () -> new Bottleneck(
                        "bottleneck", 3, new DensitySettings(List.of(3, 2), 10, 1e-9, Likelihood.SIGN, 1e-9)),
                shape(2, 4, 3),
                shape(2, 4, 3));
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((Rated) running).noise(array("noise", type, output()).muli(0.2));
    }

    @Override
    protected double loss(String key, FusedLayerRuntime<?> running, INDArray y, INDArray weights) {
        return key.equals(FactorizedDensity.QUANTILES)
                ? ((Rated) running).auxiliary()
                : super.loss(key, running, y, weights);
    }
}
