package org.nec4j.entropy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nec4j.kernel.Copy;

/** Rounding around the channels' medians or around every element's mean. */
final class Quantisation {
    private Quantisation() {}

    /** y = round(y - median) + median, halves to the even side; y [B, T, C], quantiles [C, 1, 3] with the median in the middle. */
    static void aroundMedians(INDArray y, INDArray quantiles) {
        float[] values = Copy.of(y); // [B * T * C]
        float[] medians = FactorizedDensity.medians(Copy.of(quantiles)); // [C]
        for (int i = 0; i < values.length; i++) {
            float median = medians[i % medians.length];
            values[i] = (float) Math.rint(values[i] - median) + median;
        }
        Copy.into(y, values);
    }

    /** y = round(y - mean) + mean, halves to the even side, both of one shape. */
    static void aroundMeans(INDArray y, INDArray means) {
        float[] values = Copy.of(y);
        float[] centres = Copy.of(means);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.rint(values[i] - centres[i]) + centres[i];
        }
        Copy.into(y, values);
    }
}
