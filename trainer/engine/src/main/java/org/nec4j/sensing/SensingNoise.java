package org.nec4j.sensing;

/**
 * Noise before and after sensing, each in units of the standard deviation of what it falls on, within a block.
 *
 * @param camera  on the block
 * @param channel on its measurements
 */
public record SensingNoise(double camera, double channel) {
    /** No noise at all. */
    public static final SensingNoise NONE = new SensingNoise(0, 0);

    public SensingNoise {
        if (!(camera >= 0 && camera < Double.POSITIVE_INFINITY && channel >= 0 && channel < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "levels of noise are 0 or above and finite, not " + camera + " and " + channel);
        }
    }

    /** Of two ratios of signal to noise in dB: 20 is a tenth of the deviation, infinity none. */
    public static SensingNoise ofDecibels(double camera, double channel) {
        return new SensingNoise(Math.pow(10, -camera / 20), Math.pow(10, -channel / 20));
    }
}
