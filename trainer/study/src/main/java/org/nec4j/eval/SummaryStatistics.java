package org.nec4j.eval;

import java.util.Arrays;
import java.util.List;

/** Mean and spread of a few numbers. */
public final class SummaryStatistics {
    private SummaryStatistics() {}

    /** The arithmetic mean. */
    public static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }

    /** The arithmetic mean. */
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    /** The sample standard deviation (n - 1 in the denominator), 0 for a single number. */
    public static double standardDeviation(List<Double> values) {
        if (values.size() < 2) {
            return 0;
        }
        double mean = mean(values);
        double squares =
                values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.size() - 1));
    }
}
