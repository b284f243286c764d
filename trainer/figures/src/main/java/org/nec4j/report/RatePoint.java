package org.nec4j.report;

/**
 * One rate point of a system.
 *
 * @param setting  what was set to get it, such as "lambda 1e8" or "3 bits"
 * @param bytes    mean bytes an image, everything counted
 * @param accuracy 0 to 1; in a figure of distortions the distortion
 * @param low      lower end of the accuracy's error bar
 * @param high     upper end of the accuracy's error bar
 */
public record RatePoint(String setting, double bytes, double accuracy, double low, double high) {
    public RatePoint {
        if (!(bytes > 0) || !(accuracy >= low) || !(accuracy <= high)) {
            throw new IllegalArgumentException(
                    "a rate point needs bytes above 0 and an error bar around its accuracy, not " + bytes
                            + " bytes and " + low + " <= " + accuracy + " <= " + high);
        }
    }

    /** A point whose uncertainty is not known, such as one read from a published figure. */
    public static RatePoint exact(String setting, double bytes, double accuracy) {
        return new RatePoint(setting, bytes, accuracy, accuracy, accuracy);
    }
}
