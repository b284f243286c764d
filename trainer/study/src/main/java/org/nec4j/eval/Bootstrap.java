package org.nec4j.eval;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/** Percentile bootstrap: how far a mean over test images could have fallen otherwise, had other images been drawn. */
public final class Bootstrap {
    private Bootstrap() {}

    /**
     * The interval of the mean that holds the given share of the resampled means.
     *
     * @param values     one number a test image, such as 1 for a right and 0 for a wrong answer
     * @param confidence share of the resamples between the two ends, such as 0.95
     */
    public static ConfidenceInterval meanInterval(double[] values, double confidence, int resamples, long seed) {
        return interval(
                values.length,
                drawn -> {
                    double sum = 0;
                    for (int i : drawn) {
                        sum += values[i];
                    }
                    return sum / drawn.length;
                },
                confidence,
                resamples,
                seed);
    }

    /**
     * The interval of any number that is made of test images.
     *
     * @param count     test images
     * @param statistic its value for these test images, given by their indices, some of them more than once
     */
    public static ConfidenceInterval interval(
            int count, ToDoubleFunction<int[]> statistic, double confidence, int resamples, long seed) {
        if (count == 0 || resamples < 1 || !(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "cannot resample " + count + " values " + resamples + " times at confidence " + confidence);
        }
        Random random = new Random(seed);
        double[] statistics = new double[resamples];
        int[] drawn = new int[count];
        for (int r = 0; r < resamples; r++) {
            for (int i = 0; i < count; i++) {
                drawn[i] = random.nextInt(count);
            }
            statistics[r] = statistic.applyAsDouble(drawn);
        }
        Arrays.sort(statistics);
        double tail = (1 - confidence) / 2;
        return new ConfidenceInterval(quantile(statistics, tail), quantile(statistics, 1 - tail));
    }

    /** Linear interpolation between order statistics, as numpy's default. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
