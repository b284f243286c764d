package org.nec4j.codec.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;

/**
 * The points that one layered codec can be run at, first the pooled layer alone, then both layers, each from the fewest bytes to the most: a
 * step of the pooled layer and one of the token layer, or none.
 *
 * @param pooled    [Q], index of the pooled layer's step
 * @param tokens    [Q], index of the token layer's step, -1 for the pooled layer alone
 * @param steps     [Q], the step itself: the token layer's or, where there is none, the pooled layer's
 * @param rates     [Q], mean bytes of a whole stream; empty where nobody has measured them
 * @param qualities rungs of the three names; empty where they have none
 * @param unasked   the rung that is taken unless somebody asks for another
 */
record Rungs(int[] pooled, int[] tokens, float[] steps, float[] rates, int[] qualities, int unasked) {
    /** The most that a codec holds. */
    static final int MOST = 1 << 12;

    private static final String[] QUALITIES = {"low", "balanced", "full"};

    /** A step that is asked for may miss the range by its decimals. */
    private static final double TOLERANCE = 0.005;

    /** Bytes that the ends of a range, as they are told, may be beyond it. */
    private static final double TOLD = 0.05;

    /**
     * A rung, or two neighbours between which an encoder chooses by the embedding.
     *
     * @param rung  the coarser
     * @param share of embeddings, out of 65536, that take the next finer one
     * @param alone whether the pooled layer alone is wanted, whatever is asked for next
     */
    record Point(int rung, int share, boolean alone) {}

    int count() {
        return pooled.length;
    }

    /** The first rung with both layers, or the count where there is none. */
    int firstOfBoth() {
        return (int) IntStream.of(tokens).takeWhile(step -> step < 0).count();
    }

    /** What a codec takes unasked. */
    Point unaskedPoint() {
        return new Point(unasked, 0, false);
    }

    /** The point with the pooled layer of another alone; throws UserException where no rung is one of the pooled layer alone. */
    Point alone(Point point) {
        int end = firstOfBoth();
        float wanted = point.rung() < end ? steps[point.rung()] : Float.NaN;
        for (int i = 0; i < end; i++) {
            if (pooled[i] == pooled[point.rung()] || steps[i] == wanted) {
                return new Point(i, point.rung() < end ? point.share() : 0, true);
            }
        }
        throw new UserException("has no operating point of the pooled layer alone with the step of its quality");
    }

    /** The rung whose step is nearest; throws UserException beyond the range of steps. */
    Point atStep(double step, boolean alone) {
        int end = firstOfBoth();
        int from = alone || end == count() ? 0 : end;
        int to = alone ? end : count();
        int nearest = IntStream.range(from, to)
                .boxed()
                .min((a, b) -> Double.compare(distance(steps[a], step), distance(steps[b], step)))
                .orElseThrow(() -> new UserException("has no operating point of the pooled layer alone"));
        float[] range = Arrays.copyOfRange(steps, from, to);
        Arrays.sort(range);
        if (!(step >= range[0] * (1 - TOLERANCE) && step <= range[range.length - 1] * (1 + TOLERANCE))) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "holds steps from %.3g to %.3g%s, and none of %.3g; choose one of that range",
                    range[0],
                    range[range.length - 1],
                    to <= end ? " of the pooled layer" : "",
                    step));
        }
        return new Point(nearest, 0, alone);
    }

    private static double distance(double a, double b) {
        return Math.abs(StrictMath.log(a / b));
    }

    /** As {@link #atBytes(double, boolean, IntToDoubleFunction)}, by the rates that the codec states. */
    Point atBytes(double bytes, boolean alone) {
        if (rates.length == 0) {
            throw new UserException("does not say how many bytes its steps take; choose a step instead");
        }
        return atBytes(bytes, alone, rung -> rates[rung]);
    }

    /**
     * Where streams have so many bytes on average: both layers if they come to that, else the pooled layer alone; throws UserException where
     * no step reaches it.
     *
     * @param alone whether only the pooled layer is wanted
     * @param rates mean bytes of a whole stream at a rung; few rungs are asked for
     */
    Point atBytes(double wanted, boolean alone, IntToDoubleFunction rates) {
        int both = firstOfBoth();
        boolean whole = !alone && both < count() && wanted >= rates.applyAsDouble(both) - TOLD;
        int from = whole ? both : 0;
        int last = (whole ? count() : both) - 1;
        if (last < from
                || !(wanted >= rates.applyAsDouble(from) - TOLD && wanted <= rates.applyAsDouble(last) + TOLD)) {
            throw new UserException("reaches " + reach(alone, rates)
                    + String.format(Locale.ROOT, ", and not %.1f; choose a number of that range", wanted));
        }
        double bytes = Math.max(rates.applyAsDouble(from), Math.min(wanted, rates.applyAsDouble(last)));
        int rung = from;
        int beyond = last + 1;
        while (beyond - rung > 1) {
            int between = (rung + beyond) / 2;
            if (rates.applyAsDouble(between) <= bytes) {
                rung = between;
            } else {
                beyond = between;
            }
        }
        double below = rates.applyAsDouble(rung);
        double share = rung == last ? 0 : (bytes - below) / (rates.applyAsDouble(rung + 1) - below);
        return new Point(rung, (int) Math.rint(65_536 * share), alone);
    }

    /** "12.1 to 53.0 bytes an image with the pooled layer alone, 20.1 to 150.2 bytes an image with both layers". */
    String reach(boolean alone, IntToDoubleFunction rates) {
        int both = firstOfBoth();
        return Stream.of(
                        range(0, both, rates, " bytes an image with the pooled layer alone"),
                        alone ? "" : range(both, count(), rates, " bytes an image with both layers"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String range(int from, int to, IntToDoubleFunction rates, String of) {
        return from == to
                ? ""
                : String.format(Locale.ROOT, "%.1f to %.1f", rates.applyAsDouble(from), rates.applyAsDouble(to - 1))
                        + of;
    }

    /** The rungs that have names, by these. */
    Map<String, Integer> named() {
        Map<String, Integer> named = new LinkedHashMap<>();
        for (int i = 0; i < qualities.length; i++) {
            named.put(QUALITIES[i], qualities[i]);
        }
        return named;
    }

    /** The rung of a name; throws UserException for one that there is not. */
    Point atQuality(String name, boolean alone) {
        for (int i = 0; i < qualities.length; i++) {
            if (QUALITIES[i].equals(name)) {
                Point point = new Point(qualities[i], 0, false);
                return alone ? alone(point) : point;
            }
        }
        throw new UserException(
                qualities.length == 0
                        ? "has no named qualities; choose a step instead"
                        : "has the qualities " + String.join(", ", QUALITIES) + ", not \"" + name + "\"");
    }
}
