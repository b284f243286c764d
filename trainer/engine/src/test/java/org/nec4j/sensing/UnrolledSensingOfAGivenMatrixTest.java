package org.nec4j.sensing;

import org.nec4j.kernel.Wavelet;

/** Without wavelets and noise, W a tensor of its own. */
class UnrolledSensingOfAGivenMatrixTest extends UnrolledSensingBattery {
    UnrolledSensingOfAGivenMatrixTest() {
        super(
                () -> new UnrolledSensing(
                        "sensing",
                        new SensingShape(4, 6, 2, 3, Wavelet.DB2, 0),
                        new int[] {1, 3},
                        SensingNoise.NONE,
                        0),
                3,
                1,
                6);
    }
}
