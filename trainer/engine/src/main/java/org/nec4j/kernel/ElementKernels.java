package org.nec4j.kernel;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Elementwise passes. */
public interface ElementKernels {
    /** y = x, for as many elements. */
    void copy(INDArray x, INDArray y);

    /** x = value. */
    void fill(double value, INDArray x);

    /** post = gelu(pre) in this form, elementwise; post may be pre where no backward follows. */
    void gelu(GeluForm form, INDArray pre, INDArray post);

    /** d *= gelu'(pre), elementwise: the gradient through a gelu of this form whose input was kept. */
    void geluBackward(GeluForm form, INDArray pre, INDArray d);

    /** As above, of the exact gelu. */
    default void geluBackward(INDArray pre, INDArray d) {
        geluBackward(GeluForm.ERF, pre, d);
    }

    /** y += factor * x, elementwise. */
    void addScaled(double factor, INDArray x, INDArray y);

    /** y += x, elementwise. */
    default void add(INDArray x, INDArray y) {
        addScaled(1, x, y);
    }

    /** x *= factor, elementwise. */
    void scale(double factor, INDArray x);

    /** x /= divisor, elementwise. */
    void divide(double divisor, INDArray x);

    /** y = y + share * (scale * x - y), as running statistics follow a batch's: y = (1 - share) y + (share * scale) x. */
    void follow(double share, double scale, INDArray x, INDArray y);

    /** out = |x|. */
    void magnitudes(INDArray x, INDArray out);

    /** x = max(x, 0). */
    void rectify(INDArray x);

    /**
     * dx *= sign(x), sign(0) being 0: the gradient of |x| with respect to x, and of max(u, 0) with respect to u where x is what
     * became of it.
     */
    void timesSign(INDArray x, INDArray dx);

    /** y = round(y - centre) + centre, halves to the even side; centres [C] or as many as y has, y [.., C]. */
    void roundAround(INDArray centres, INDArray y);
}
