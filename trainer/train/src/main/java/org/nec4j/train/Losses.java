package org.nec4j.train;

/**
 * What was measured, in the units that people compare.
 *
 * @param loss         L
 * @param distortion   D
 * @param bitsPerImage estimated bits an image; 0 without a bottleneck
 * @param auxiliary    the quantiles' loss; 0 without a bottleneck
 */
record Losses(double loss, double distortion, double bitsPerImage, double auxiliary) {
    /** Of a step on batches of so many images. */
    static Losses of(StepResult result, int batch) {
        return new Losses(result.loss(), result.distortion(), result.bits() / batch, result.auxiliary());
    }
}
