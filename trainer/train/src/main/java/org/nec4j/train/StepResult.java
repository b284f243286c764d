package org.nec4j.train;

/**
 * What one step measured, before it moved the parameters.
 *
 * @param loss       L
 * @param distortion D
 * @param bits       estimated bits of the whole batch; 0 without a bottleneck
 * @param auxiliary  the quantiles' loss; 0 without a bottleneck
 */
record StepResult(double loss, double distortion, double bits, double auxiliary) {
    /** This plus a share of another. */
    StepResult plus(StepResult other, double share) {
        return new StepResult(
                loss + share * other.loss,
                distortion + share * other.distortion,
                bits + share * other.bits,
                auxiliary + share * other.auxiliary);
    }
}
