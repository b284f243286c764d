package org.nec4j.sensing;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.FusedLayerRuntime;
import org.nec4j.nn.Parameter;

/** Images of 2 x 2 blocks, with wavelets, both noises and the closed form of W. */
class UnrolledSensingOfTilesTest extends FusedLayerBattery<UnrolledSensing> {
    @Override
    protected UnrolledSensing layer() {
        return new UnrolledSensing(
                        "sensing",
                        new SensingShape(6, 16, 2, 4, Wavelet.HAAR, 2),
                        new int[] {0, 4},
                        new SensingNoise(0.1, 0.2),
                        0.02)
                .tiling(2);
    }

    @Override
    protected long[] input() {
        return new long[] {2, 1, 64};
    }

    @Override
    protected long[] output() {
        return input();
    }

    @Override
    protected boolean neverTrains(Parameter parameter) {
        return UnrolledSensing.neverTrains(parameter);
    }

    @Override
    protected double[] start(String name, double[] drawn) {
        return switch (name) {
            case UnrolledSensing.CONSTANTS -> new double[] {9, 3, 9, 3};
            case UnrolledSensing.SUPPORT ->
                Arrays.stream(drawn).map(d -> d > -1 ? 1 : 0).toArray();
            case "linear.bias" -> new double[] {-1, -2};
            default -> drawn;
        };
    }

    @Override
    protected void prepare(FusedLayerRuntime<?> running, DataType type) {
        ((Sensed) running).noise(array("camera", type, 8, 16), array("channel", type, 8, 6));
    }
}
