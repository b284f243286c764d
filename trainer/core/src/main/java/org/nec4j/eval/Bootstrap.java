package org.nec4j.eval;

import java.util.Arrays;
import java.util.Random;

/** Percentile bootstrap: how far a mean over test images could have fallen otherwise, had other images been drawn. */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * The interval of the mean that holds the given share of the resampled means.
     *
     * @param values     one number a test image, such as 1 for a right and 0 for a wrong answer
     * @param confidence share of the resamples between the two ends, such as 0.95
     */
    public static Interval meanInterval(double[] values, double confidence, int resamples, long seed) {
        if (values.length == 0 || resamples < 1 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "cannot resample " + values.length + " values " + resamples + " times at confidence " + confidence);
        }
        Random random = new Random(seed);
        double[] means = new double[resamples];
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < values.length; i++) {
                sum += values[random.nextInt(values.length)];
            }
            means[r] = sum / values.length;
        }
        Arrays.sort(means);
        double tail = (1 - confidence) / 2;
        return new Interval(quantile(means, tail), quantile(means, 1 - tail));
    }

    /** Linear interpolation between order statistics, as numpy's default. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
