package org.nec4j.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
 *
 * @param step   between two ticks
 * @param values the ticks, rising
 */
public record Ticks(double step, List<Double> values) {
    /** Beyond these, numbers are written with an exponent. */
    private static final double LARGE = 1e5;

    private static final double SMALL = 1e-3;

    /** Ticks within a range, about as many as wanted. */
    public static Ticks within(double low, double high, int wanted) {
        double rough = Math.max(high - low, 1e-300) / wanted;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        double share = rough / decade;
        double step = decade * (share < 1.5 ? 1 : share < 3.5 ? 2 : share < 7.5 ? 5 : 10);
        List<Double> values = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            values.add(i * step);
        }
        return new Ticks(step, List.copyOf(values));
    }

    /** A tick in as many digits as tell it from its neighbours. */
    public String label(double tick) {
        double largest = values.stream().mapToDouble(Math::abs).max().orElse(0);
        if (largest >= LARGE || largest < SMALL && largest > 0) {
            return scientific(tick);
        }
        int decimals = (int) Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", tick);
        return text.matches("-0\\.?0*") ? text.substring(1) : text;
    }

    /** "0", "2e-4", "1.5e6". */
    static String scientific(double number) {
        if (number == 0) {
            return "0";
        }
        int exponent = (int) Math.floor(Math.log10(Math.abs(number)) + 1e-9);
        String mantissa = String.format(Locale.ROOT, "%.2f", number / Math.pow(10, exponent));
        return mantissa.replaceFirst("\\.?0+$", "") + "e" + exponent;
    }
}
