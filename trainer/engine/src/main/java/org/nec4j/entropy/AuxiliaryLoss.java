package org.nec4j.entropy;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nec4j.kernel.DensityKernel;
import org.nec4j.kernel.DensityParameters;

/** What places the quantiles: CompressAI's {@code EntropyBottleneck.loss}. */
public final class AuxiliaryLoss {
    private AuxiliaryLoss() {}

    /**
     * Σ |logits(q) - (-t, 0, t)| over all channels, t = ln(2 / tailMass - 1), and its gradient with respect to the quantiles.
     *
     * @param quantiles  [C, 1, 3]
     * @param dquantiles [C, 1, 3], overwritten
     */
    static double of(
            INDArray quantiles,
            DensityParameters parameters,
            double tailMass,
            DensityKernel density,
            INDArray dquantiles) {
        int channels = parameters.channels();
        INDArray x = quantiles.reshape('c', channels, 3).transpose().dup('c'); // [3, C]
        INDArray logits = Nd4j.createUninitialized(x.dataType(), new long[] {3, channels}, 'c');
        INDArray slopes = Nd4j.createUninitialized(x.dataType(), new long[] {3, channels}, 'c');
        density.logits(x, parameters, logits, slopes);
        double t = target(tailMass);
        double[] targets = {-t, 0, t};
        double sum = 0;
        for (int q = 0; q < 3; q++) {
            for (int c = 0; c < channels; c++) {
                double difference = logits.getDouble(q, c) - targets[q];
                sum += Math.abs(difference);
                dquantiles.putScalar(c, 0, q, Math.signum(difference) * slopes.getDouble(q, c));
            }
        }
        return sum;
    }

    /** t, the logit of all but half the tail mass. */
    public static double target(double tailMass) {
        return Math.log(2 / tailMass - 1);
    }
}
