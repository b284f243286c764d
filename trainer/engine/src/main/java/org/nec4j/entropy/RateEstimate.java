package org.nec4j.entropy;

/** What an entropy model expects an embedding to cost while nothing trains. */
public interface RateEstimate {
    /**
     * Bits of an embedding, side information included.
     *
     * @param y            [T, D], row-major, as it left the encoder
     * @param perturbation rounding, or the noise of training
     */
    double bits(float[] y, int tokens, Perturbation perturbation);
}
