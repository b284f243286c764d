package org.nec4j.kernel.portable;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Erf;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nec4j.kernel.GeluForm;

/** The gelus, x times a gate: the exact one's is Φ(x) (Hendrycks and Gimpel, arXiv 1606.08415). */
final class Gelu {
    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final double INV_SQRT_TWO_PI = 1 / Math.sqrt(2 * Math.PI);

    private Gelu() {}

    /** What the gelu of this form multiplies x by. */
    static INDArray gate(GeluForm form, INDArray x) {
        return form == GeluForm.ERF ? cdf(x) : sigmoid(form, x);
    }

    /** The gelu's derivative; of x σ(t) with t = a x + b x³ it is σ + x σ (1 - σ) (a + 3 b x²). */
    static INDArray slope(GeluForm form, INDArray x) {
        if (form == GeluForm.ERF) {
            return slope(x);
        }
        INDArray gate = sigmoid(form, x);
        INDArray inner = x.mul(x).muli(3 * form.cubic()).addi(form.linear()).muli(x); // t' x
        return inner.muli(gate).muli(gate.rsub(1)).addi(gate);
    }

    private static INDArray sigmoid(GeluForm form, INDArray x) {
        INDArray t = x.mul(x).muli(form.cubic()).addi(form.linear()).muli(x);
        return Transforms.sigmoid(t, false);
    }

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
