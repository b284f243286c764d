package org.nec4j.config;

/**
 * What is measured on held-out images whenever a state is saved, and which states that keeps.
 *
 * @param images   how many images of the first split that exists among val, test and train
 * @param keepBest states to keep besides the last
 * @param bestBy   the measure whose lowest values are best
 * @param pictures how many of the images TensorBoard is given to look at
 */
public record ValidationSettings(
        @Interval("[0, 1000000]") int images,
        @Interval("[0, 1000]") int keepBest,
        Measure bestBy,
        @Interval("[0, 64]") int pictures) {
    /** What can decide which states are best. */
    public enum Measure {
        /** L. */
        LOSS,
        /** D. */
        DISTORTION,
        /** R, bits an image. */
        BITS_PER_IMAGE
    }
}
