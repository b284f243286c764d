package org.nec4j.eval;

/**
 * Wilson's score interval of a share (Wilson, JASA 1927): unlike resampling it does not shrink to a point where all of a few test images
 * are right or all are wrong.
 *
 * <p>For scores between 0 and 1 that are not all 0 or 1, such as average precisions, it is never too narrow: no such scores vary more than
 * shares of the same mean.
 */
public final class Wilson {
    /** The normal distribution's quantile at 0.975. */
    private static final double Z = 1.959963984540054;

    private Wilson() {}

    /**
     * The 95 % interval.
     *
     * @param share of the images, 0 to 1
     * @param count images, at least 1
     */
    public static ConfidenceInterval interval(double share, int count) {
        if (!(share >= 0 && share <= 1) || count < 1) {
            throw new IllegalArgumentException("a share of " + share + " of " + count + " images");
        }
        double square = Z * Z / count;
        double centre = (share + square / 2) / (1 + square);
        double half = Z * Math.sqrt((share * (1 - share) + square / 4) / count) / (1 + square);
        return new ConfidenceInterval(
                share == 0 ? 0 : Math.max(0, centre - half), share == 1 ? 1 : Math.min(1, centre + half));
    }
}
