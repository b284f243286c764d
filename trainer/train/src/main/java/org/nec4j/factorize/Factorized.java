package org.nec4j.factorize;

import java.nio.file.Path;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What became of an encoder.
 *
 * @param file   where it lies
 * @param before numbers of the encoder as it was, positions not counted
 * @param after  numbers that it has now
 * @param ranks  of its products, that of the patch embedding first
 * @param images that were looked at
 * @param error  of its tokens on images that it was not made from: mean square of what it is off by over their variance
 */
public record Factorized(Path file, long before, long after, List<Integer> ranks, int images, OptionalDouble error) {
    /** A line for people. */
    public String line() {
        IntSummaryStatistics span = ranks.stream().mapToInt(Integer::intValue).summaryStatistics();
        return String.format(
                        Locale.ROOT,
                        "The encoder keeps %,d of %,d numbers (%.1f %%), ranks from %d to %d",
                        after,
                        before,
                        100.0 * after / before,
                        span.getMin(),
                        span.getMax())
                + (error.isEmpty()
                        ? "."
                        : String.format(
                                Locale.ROOT,
                                ", from what its layers give on %,d images; its tokens are off by %.4f of their variance on others.",
                                images,
                                error.getAsDouble()));
    }
}
