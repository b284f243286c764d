package org.nec4j.sensing;

import org.nec4j.kernel.Wavelet;
import org.nec4j.nn.FusedLayerBattery;
import org.nec4j.nn.Parameter;

/** Without wavelets and noise, W a tensor of its own. */
class UnrolledSensingOfAGivenMatrixTest extends FusedLayerBattery<UnrolledSensing> {
    @Override
    protected UnrolledSensing layer() {
        return new UnrolledSensing(
                "sensing", new SensingShape(4, 6, 2, 3, Wavelet.DB2, 0), new int[] {1, 3}, SensingNoise.NONE, 0);
    }

    @Override
    protected long[] input() {
        return new long[] {3, 1, 6};
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
        return name.equals(UnrolledSensing.CONSTANTS) ? new double[] {9, 3, 9, 3} : drawn;
    }
}
