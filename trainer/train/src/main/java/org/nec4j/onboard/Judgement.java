package org.nec4j.onboard;

import java.util.Locale;

/**
 * What a trained run makes of the images of val and test.
 *
 * @param classes      what each was taken for, [N]
 * @param right        whether that is its class, [N]
 * @param squares      mean squared error of what was recovered; 0 where nothing is sensed
 * @param measurements m of an image; n where nothing is sensed
 */
@SuppressWarnings("ArrayRecordComponent") // read, never changed
public record Judgement(int[] classes, boolean[] right, double squares, int measurements) {
    /** The share that was taken for its class. */
    public double accuracy() {
        int count = 0;
        for (boolean one : right) {
            count += one ? 1 : 0;
        }
        return (double) count / right.length;
    }

    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"images\": %d, \"accuracy\": %.6f, \"squared_error\": %.6f, \"measurements\": %d}%n",
                right.length,
                accuracy(),
                squares,
                measurements);
    }
}
