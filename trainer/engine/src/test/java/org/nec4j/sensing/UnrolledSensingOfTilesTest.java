package org.nec4j.sensing;

import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.FusedLayerRuntime;

/** Images of 2 x 2 blocks, with wavelets, both noises and the closed form of W. */
class UnrolledSensingOfTilesTest extends UnrolledSensingBattery {
    UnrolledSensingOfTilesTest() {
        super(
                () -> new UnrolledSensing(
                                "sensing",
                                new SensingShape(6, 16, 2, 4, Wavelet.HAAR, 2),
                                new int[] {0, 4},
                                new SensingNoise(0.1, 0.2),
                                0.02)
                        .tiling(2),
                2,
                1,
                64);
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((Sensed) running).noise(array("camera", type, 8, 16), array("channel", type, 8, 6));
    }
}
