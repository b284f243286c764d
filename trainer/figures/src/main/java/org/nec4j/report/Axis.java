package org.nec4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** One axis of a figure: from a value to a position in pixels, and where its ticks lie. */
record Axis(double low, double high, double start, double end, boolean logarithmic, List<Tick> ticks) {
    /** A mark on the axis and what stands at it. */
    record Tick(double value, String label) {}

    /** Covers the bytes with some room on either side; ticks at 1, 2 and 5 times powers of ten, "200 B", "5 kB" (powers of 1000). */
    static Axis bytes(double least, double most, double start, double end) {
        double room = Math.max(0.06 * Math.log(most / least), 0.15);
        double low = Math.exp(Math.log(least) - room);
        double high = Math.exp(Math.log(most) + room);
        List<Tick> ticks = decades(low, high, 3000, Axis::bytesLabel);
        if (ticks.size() < 2) { // points that lie close together would stand on an axis without numbers
            ticks = Ticks.within(low, high, 4).values().stream()
                    .map(t -> new Tick(t, bytesLabel(t)))
                    .toList();
        }
        return new Axis(low, high, start, end, true, ticks);
    }

    /** Covers shares between 0 and 1, with about eight ticks at round percentages. */
    static Axis shares(double least, double most, double start, double end) {
        double span = Math.max(most - least, 0.02);
        double step = 0.5;
        for (double candidate : new double[] {0.2, 0.1, 0.05, 0.02, 0.01, 0.005}) {
            if (span / candidate <= 9) {
                step = candidate;
            }
        }
        double low = Math.max(0, step * Math.floor((least - 0.02 * span) / step));
        double high = Math.min(1, step * Math.ceil((most + 0.02 * span) / step));
        List<Tick> ticks = new ArrayList<>();
        for (int i = 0; low + i * step <= high + step * 1e-6; i++) {
            double tick = low + i * step;
            ticks.add(new Tick(tick, trim(100 * tick) + " %"));
        }
        return new Axis(low, high, start, end, false, List.copyOf(ticks));
    }

    /** Covers numbers from {@code low} to {@code high} with about as many ticks as wanted. */
    static Axis numbers(double low, double high, double start, double end, int wanted) {
        Ticks ticks = Ticks.within(low, high, wanted);
        return new Axis(
                low,
                high,
                start,
                end,
                false,
                ticks.values().stream().map(t -> new Tick(t, ticks.label(t))).toList());
    }

    /** Covers positive numbers evenly in their logarithms; ticks at powers of ten, and at 2 and 5 times them over few decades. */
    static Axis logarithm(double low, double high, double start, double end) {
        return new Axis(low, high, start, end, true, decades(low, high, 100, Axis::numberLabel));
    }

    double position(double value) {
        double share = logarithmic ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
        return start + share * (end - start);
    }

    private static List<Tick> decades(double low, double high, double sparse, DoubleFunction<String> label) {
        List<Tick> ticks = new ArrayList<>();
        for (double decade = Math.pow(10, Math.floor(Math.log10(low))); decade <= high; decade *= 10) {
            for (int step : high / low > sparse ? new int[] {1} : new int[] {1, 2, 5}) {
                if (step * decade >= low && step * decade <= high) {
                    ticks.add(new Tick(step * decade, label.apply(step * decade)));
                }
            }
        }
        return List.copyOf(ticks);
    }

    private static String bytesLabel(double tick) {
        if (tick >= 1e6) {
            return trim(tick / 1e6) + " MB";
        }
        return tick >= 1e3 ? trim(tick / 1e3) + " kB" : trim(tick) + " B";
    }

    private static String numberLabel(double tick) {
        return new Ticks(Math.pow(10, Math.floor(Math.log10(tick))), List.of(tick)).label(tick);
    }

    private static String trim(double value) {
        double rounded = Math.rint(value * 10) / 10;
        return rounded == Math.rint(rounded)
                ? String.format(Locale.ROOT, "%.0f", rounded)
                : String.format(Locale.ROOT, "%.1f", rounded);
    }
}
