package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The exact gelu(x) = x Φ(x) (Hendrycks and Gimpel, arXiv 1606.08415). */
final class Gelu {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private Gelu() {}

    /** Φ(x) + x φ(x). */
    static INDArray slope(INDArray x) {
        INDArray slope = x.mul(x).muli(-0.5);
        return Transforms.exp(slope, false).muli(INV_SQRT_TWO_PI).muli(x).addi(cdf(x));
    }

    /** Φ(x). */
    static INDArray cdf(INDArray x) {
        INDArray cdf = x.mul(SQRT_HALF);
        return Nd4j.exec(new Erf(cdf, cdf)).addi(1).muli(0.5);
    }
}
