package org.nec4j.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An {@link Interval} annotation, read. */
record Bounds(double low, boolean lowIncluded, double high, boolean highIncluded, String text) {
    private static final Pattern FORM = Pattern.compile("([\\[(])\\s*([^,\\s]+)\\s*,\\s*([^,\\s]+)\\s*([])])");

    static Bounds parse(String text) {
        Matcher m = FORM.matcher(text);
        if (!m.matches()) {
            throw new IllegalArgumentException("not an interval: " + text);
        }
        return new Bounds(
                end(m.group(2)),
                m.group(1).equals("["),
                end(m.group(3)),
                m.group(4).equals("]"),
                text);
    }

    boolean contains(double value) {
        return (lowIncluded ? value >= low : value > low) && (highIncluded ? value <= high : value < high);
    }

    private static double end(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }
}
