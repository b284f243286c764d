package org.nec4j.objective;

/**
 * A number that is told of every step.
 *
 * @param column    its name in metrics.csv and in TensorBoard
 * @param onALine   how the line on the terminal shows it, a format of one double; empty where it does not
 * @param inSummary its name in the run's summary; empty where it is left out
 * @param heldOut   whether it is told of held-out images, too
 */
public record Reported(String column, String onALine, String inSummary, boolean heldOut) {
    /** The distortion D. */
    public static final Reported DISTORTION = new Reported("distortion", "D %.4f", "distortion", true);

    /** The estimated rate, bits an image. */
    public static final Reported BITS_PER_IMAGE =
            new Reported("bits_per_image", "%.0f bits/img", "training_bits_per_image", true);

    /** The loss of the quantiles. */
    public static final Reported AUXILIARY = new Reported("auxiliary", "", "", false);
}
