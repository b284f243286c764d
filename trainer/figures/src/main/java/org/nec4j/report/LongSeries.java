package org.nec4j.report;

import java.util.stream.IntStream;

/** What is done to long courses of values before they are drawn; what is no number counts for nothing. */
final class LongSeries {
    private LongSeries() {}

    /** The mean of every value and its neighbours, {@code reach} on either side and fewer towards the ends, equally many on both. */
    static double[] runningMean(double[] values, int reach) {
        int n = values.length;
        double[] sums = new double[n + 1];
        int[] counts = new int[n + 1];
        for (int i = 0; i < n; i++) {
            boolean counted = Double.isFinite(values[i]);
            sums[i + 1] = sums[i] + (counted ? values[i] : 0);
            counts[i + 1] = counts[i] + (counted ? 1 : 0);
        }
        double[] means = new double[n];
        for (int i = 0; i < n; i++) {
            int near = Math.min(reach, Math.min(i, n - 1 - i));
            int from = i - near;
            int to = i + near + 1;
            means[i] = (sums[to] - sums[from]) / (counts[to] - counts[from]); // 0 / 0 is no number either
        }
        return means;
    }

    /**
     * The indices of at most {@code most} values that look like all of them: of every stretch the least and the greatest. A stretch
     * without a number keeps its first index, so that the gap stays.
     */
    static int[] outline(double[] values, int most) {
        int n = values.length;
        if (n <= most) {
            return IntStream.range(0, n).toArray();
        }
        int stretches = most / 2;
        IntStream.Builder kept = IntStream.builder();
        for (int s = 0; s < stretches; s++) {
            int from = (int) ((long) s * n / stretches);
            int to = (int) ((long) (s + 1) * n / stretches);
            int least = from;
            int greatest = from;
            for (int i = from; i < to; i++) {
                least = !Double.isFinite(values[least]) || values[i] < values[least] ? i : least;
                greatest = !Double.isFinite(values[greatest]) || values[i] > values[greatest] ? i : greatest;
            }
            kept.add(Math.min(least, greatest));
            if (least != greatest) {
                kept.add(Math.max(least, greatest));
            }
        }
        return kept.build().toArray();
    }
}
