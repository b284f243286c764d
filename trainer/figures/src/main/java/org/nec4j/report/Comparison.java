package org.nec4j.report;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Two rate-accuracy curves in single numbers, in the manner of Bjontegaard (VCEG-M33, 2001): accuracy interpolated over the
 * logarithm of the bytes, differences averaged over what both curves cover. Only each curve's frontier counts, so that both
 * directions are functions; fewer than two points on it, or no overlap, leave a comparison empty.
 */
public final class Comparison {
    private Comparison() {}

    /** Average share of bytes that ours saves at equal accuracy: 0.75 is three quarters fewer, a negative number is more. */
    public static OptionalDouble rateSaving(Curve ours, Curve reference) {
        List<RatePoint> a = ours.frontier();
        List<RatePoint> b = reference.frontier();
        double from = Math.max(lowest(a).accuracy(), lowest(b).accuracy());
        double to = Math.min(highest(a).accuracy(), highest(b).accuracy());
        if (a.size() < 2 || b.size() < 2 || !(to > from)) {
            return OptionalDouble.empty();
        }
        double difference =
                logBytesOverAccuracy(a).mean(from, to) - logBytesOverAccuracy(b).mean(from, to);
        return OptionalDouble.of(1 - Math.exp(difference));
    }

    /** Average accuracy that ours gains at equal bytes, 0.01 being one point. */
    public static OptionalDouble accuracyGain(Curve ours, Curve reference) {
        List<RatePoint> a = ours.frontier();
        List<RatePoint> b = reference.frontier();
        double from = Math.log(Math.max(lowest(a).bytes(), lowest(b).bytes()));
        double to = Math.log(Math.min(highest(a).bytes(), highest(b).bytes()));
        if (a.size() < 2 || b.size() < 2 || !(to > from)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                accuracyOverLogBytes(a).mean(from, to) - accuracyOverLogBytes(b).mean(from, to));
    }

    /** The accuracy at these bytes; empty outside the curve. */
    public static OptionalDouble accuracyAt(Curve curve, double bytes) {
        List<RatePoint> frontier = curve.frontier();
        if (bytes < lowest(frontier).bytes() || bytes > highest(frontier).bytes()) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(
                frontier.size() == 1
                        ? lowest(frontier).accuracy()
                        : accuracyOverLogBytes(frontier).at(Math.log(bytes)));
    }

    /**
     * The fewest bytes at which the curve reaches an accuracy, such as the uncompressed one less two points. Where already the
     * cheapest point exceeds it, that point's bytes; empty where no point reaches it.
     */
    public static OptionalDouble bytesFor(Curve curve, double accuracy) {
        List<RatePoint> frontier = curve.frontier();
        if (highest(frontier).accuracy() < accuracy) {
            return OptionalDouble.empty();
        }
        if (lowest(frontier).accuracy() >= accuracy) {
            return OptionalDouble.of(lowest(frontier).bytes());
        }
        return OptionalDouble.of(Math.exp(logBytesOverAccuracy(frontier).at(accuracy)));
    }

    /**
     * The systems that matter most, so that a figure can leave out the others: the first one named, then those that hold most points of the
     * frontier of all systems together, then those whose best point is highest.
     *
     * @param first what a study is about; nothing is said where no curve has this name
     * @param most  how many names at most
     */
    public static List<String> leading(List<Curve> curves, String first, int most) {
        List<RatePoint> frontier = new Curve(
                        "all", curves.stream().flatMap(c -> c.points().stream()).toList())
                .frontier();
        return curves.stream()
                .sorted(Comparator.<Curve, Boolean>comparing(c -> !c.system().equals(first))
                        .thenComparing(c ->
                                -c.points().stream().filter(frontier::contains).count())
                        .thenComparing(c -> -highest(c.frontier()).accuracy()))
                .map(Curve::system)
                .limit(most)
                .toList();
    }

    private static MonotoneCubic accuracyOverLogBytes(List<RatePoint> points) {
        return new MonotoneCubic(logBytes(points), accuracies(points));
    }

    private static MonotoneCubic logBytesOverAccuracy(List<RatePoint> points) {
        return new MonotoneCubic(accuracies(points), logBytes(points));
    }

    private static double[] logBytes(List<RatePoint> points) {
        return points.stream().mapToDouble(p -> Math.log(p.bytes())).toArray();
    }

    private static double[] accuracies(List<RatePoint> points) {
        return points.stream().mapToDouble(RatePoint::accuracy).toArray();
    }

    private static RatePoint lowest(List<RatePoint> frontier) {
        if (frontier.isEmpty()) {
            throw new IllegalArgumentException("a curve without points cannot be compared");
        }
        return frontier.get(0);
    }

    private static RatePoint highest(List<RatePoint> frontier) {
        return frontier.get(frontier.size() - 1);
    }
}
