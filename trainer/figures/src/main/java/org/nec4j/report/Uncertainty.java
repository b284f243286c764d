package org.nec4j.report;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Between which numbers a comparison of two curves lies in 95 of 100 cases, drawn from the error bars of their points. Points are drawn apart
 * from each other; those that were measured on the same images err together, so that a comparison image by image would be narrower.
 *
 * @param low  the lower end, of what is compared
 * @param high the upper end
 */
public record Uncertainty(double low, double high) {
    private static final int DRAWS = 2000;

    /** Standard deviations between the ends of an error bar of 95 %. */
    private static final double BAR = 2 * 1.96;

    /** A single number of two curves, such as {@link Comparison#rateSaving}. */
    public interface Number {
        OptionalDouble of(Curve ours, Curve reference);
    }

    /** That of a comparison; empty where no point has an error bar, or where in more than one of 20 cases the curves do not meet. */
    public static Optional<Uncertainty> of(Curve ours, Curve reference, Number number) {
        boolean isKnown = Stream.concat(ours.points().stream(), reference.points().stream())
                .anyMatch(point -> point.high() > point.low());
        if (!isKnown) {
            return Optional.empty();
        }
        Random random = new Random(0);
        double[] drawn = new double[DRAWS];
        int count = 0;
        for (int i = 0; i < DRAWS; i++) {
            OptionalDouble told = number.of(drawn(ours, random), drawn(reference, random));
            if (told.isPresent()) {
                drawn[count++] = told.getAsDouble();
            }
        }
        if (count < 0.95 * DRAWS) {
            return Optional.empty();
        }
        double[] sorted = Arrays.copyOf(drawn, count);
        Arrays.sort(sorted);
        return Optional.of(new Uncertainty(sorted[(int) (0.025 * count)], sorted[(int) (0.975 * count)]));
    }

    private static Curve drawn(Curve curve, Random random) {
        List<RatePoint> points = curve.points().stream()
                .map(point -> RatePoint.exact(
                        point.setting(),
                        point.bytes(),
                        point.accuracy() + random.nextGaussian() * (point.high() - point.low()) / BAR))
                .toList();
        return new Curve(curve.system(), points);
    }
}
