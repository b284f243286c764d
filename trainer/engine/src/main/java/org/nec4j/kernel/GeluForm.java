package org.nec4j.kernel;

/** The gelus (Hendrycks and Gimpel, arXiv 1606.08415) that vision transformers are trained with. */
public enum GeluForm {
    /** x Φ(x), of most: MAE, DeiT, DINOv2. */
    ERF,
    /** x σ(2 sqrt(2 / π) (x + 0.044715 x³)), the approximation by a hyperbolic tangent: SigLIP. */
    TANH,
    /** x σ(1.702 x): OpenAI's CLIP. */
    QUICK;

    private static final double TANH_FACTOR = 2 * Math.sqrt(2 / Math.PI);

    /** a of x σ(a x + b x³), the shape of the two approximations. */
    public double linear() {
        return this == QUICK ? 1.702 : TANH_FACTOR;
    }

    /** b of x σ(a x + b x³). */
    public double cubic() {
        return this == QUICK ? 0 : TANH_FACTOR * 0.044715;
    }
}
