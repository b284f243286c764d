package org.nec4j.spark;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * What a step's exchange costs beside the step, and from which size of model on training together is quicker than alone.
 *
 * @param steps       those that were timed
 * @param emptyMillis of an exchange of next to nothing
 * @param trainable   numbers that train
 * @param batches     a step
 */
record ExchangeCost(List<Step> steps, double emptyMillis, long trainable, int batches) {
    /**
     * A step, in milliseconds.
     *
     * @param whole   from the numbers' leaving to the gradients' being there
     * @param slowest of its batches
     * @param alone   all its batches, one after the other
     */
    record Step(double whole, double slowest, double alone) {}

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    private double median(ToDoubleFunction<Step> of) {
        return median(steps.stream().mapToDouble(of).toArray());
    }

    /** What of a step was no computing, in milliseconds. */
    double millis() {
        return median(step -> step.whole() - step.slowest());
    }

    /**
     * How many numbers must train so that the exchange costs what computing side by side saves: what a step computes and what it brings back
     * and forth both grow with them, but for the latency. Not a number where it never pays.
     */
    double paysFrom() {
        double computing = median(Step::alone) / batches / trainable;
        double bringing = Math.max(0, millis() - emptyMillis) / trainable;
        double saved = (batches - 1) * computing - bringing;
        return saved > 0 ? emptyMillis / saved : Double.NaN;
    }

    /** In a few sentences. */
    String words() {
        if (steps.isEmpty()) {
            return "Too few steps to tell what the exchange costs.";
        }
        double whole = median(Step::whole);
        double from = paysFrom();
        return String.format(
                Locale.ROOT,
                "A step of %d batches took %.0f ms (median of %d): %.0f ms the slowest batch, %.0f ms (%.0f %%) the exchange of"
                        + " %,d numbers, %.0f ms of that an exchange of nothing. Its batches one after the other: %.0f ms,"
                        + " %.2f times as long. %s",
                batches,
                whole,
                steps.size(),
                median(Step::slowest),
                millis(),
                100 * millis() / whole,
                trainable,
                emptyMillis,
                median(Step::alone),
                median(Step::alone) / whole,
                Double.isNaN(from)
                        ? "With batches so quick it pays for no size of model."
                        : String.format(
                                Locale.ROOT,
                                "It pays where about %,.0f numbers or more train, on such machines with such batches.",
                                from));
    }
}
