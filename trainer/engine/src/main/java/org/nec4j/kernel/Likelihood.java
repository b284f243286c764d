package org.nec4j.kernel;

/**
 * How the probability of the unit interval around y follows from the logits of its ends, {@code lower} and {@code upper}.
 * Mathematically the two are one; in float32 they are not.
 */
public enum Likelihood {
    /** sigmoid(upper) - sigmoid(lower): CompressAI 1.2.5 and later. Loses all digits far in the upper tail. */
    DIFFERENCE,

    /**
     * |sigmoid(s * upper) - sigmoid(s * lower)| with s = -sign(lower + upper), constant to the gradient: CompressAI up to
     * 1.2.4, which NEC was trained with (Ballé et al., arXiv 1802.01436, and the code of its authors). As accurate in one
     * tail as in the other; 0 where lower + upper is exactly 0.
     */
    SIGN
}
