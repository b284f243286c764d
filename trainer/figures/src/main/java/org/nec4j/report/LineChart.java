package org.nec4j.report;

import java.util.Arrays;
import java.util.Locale;

/**
 * A measured quantity over the steps of a run, as an SVG element for a page whose style sheet colours the classes {@code grid},
 * {@code axis}, {@code label}, {@code raw} and {@code line}. Noisy courses get a running mean over their single values; every part of the
 * chart names its numbers when pointed at.
 *
 * @param quantity what is measured, with its unit
 * @param steps    rising, [N]
 * @param values   [N]; what is no number leaves a gap
 * @param noisy    whether a running mean helps
 */
public record LineChart(String quantity, double[] steps, double[] values, boolean noisy) {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 230;
    private static final double LEFT = 58;
    private static final double RIGHT = 430;
    private static final double TOP = 10;
    private static final double BOTTOM = 200;
    private static final int COLUMNS = 186;
    /** More points than this are drawn by their extremes: two a pixel. */
    private static final int POINTS = 744;
    /** Values over more than this ratio are drawn by their logarithms. */
    private static final double WIDE = 50;

    public LineChart {
        if (steps.length != values.length) {
            throw new IllegalArgumentException(values.length + " values at " + steps.length + " steps");
        }
    }

    /** Whether there is anything to draw. */
    public boolean isEmpty() {
        return Arrays.stream(values).noneMatch(Double::isFinite);
    }

    /** Whether the values are not all the same. */
    public boolean varies() {
        return Arrays.stream(values).filter(Double::isFinite).distinct().count() > 1 || values.length == 1;
    }

    /** The element. */
    public String toSvg() {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double least = Arrays.stream(finite).min().orElseThrow();
        double most = Arrays.stream(finite).max().orElseThrow();
        Axis y = vertical(least, most);
        double first = steps[0];
        Axis x = Axis.numbers(first, Math.max(steps[steps.length - 1], first + 1), LEFT, RIGHT, 5);
        Markup svg = new Markup();
        svg.add(
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s over the steps, %s to %s\">",
                WIDTH, HEIGHT, Markup.escape(quantity), number(least), number(most));
        for (Axis.Tick tick : y.ticks()) {
            double at = y.position(tick.value());
            svg.add("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, at, RIGHT);
            svg.add(
                    "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 7, at + 4, tick.label());
        }
        for (Axis.Tick tick : x.ticks()) {
            double at = x.position(tick.value());
            svg.add("<path class=\"axis\" d=\"M%.1f %.1fv5\"/>", at, BOTTOM);
            svg.add(
                    "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                    Math.min(at, RIGHT - 10), BOTTOM + 20, tick.label());
        }
        svg.add("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, BOTTOM, RIGHT);
        boolean smoothed = noisy && finite.length >= 40;
        svg.add("<path class=\"%s\" d=\"%s\"/>", smoothed ? "raw" : "line", path(x, y, values));
        double[] shown = smoothed ? LongSeries.runningMean(values, Math.max(1, values.length / 40)) : values;
        if (smoothed) {
            svg.add("<path class=\"line\" d=\"%s\"/>", path(x, y, shown));
        } else if (finite.length == 1) {
            int only = indexOf(finite[0]);
            svg.add(
                    "<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>",
                    x.position(steps[only]), y.position(finite[0]));
        }
        hovers(svg, x, shown, smoothed);
        return svg.add("</svg>").toString();
    }

    private Axis vertical(double least, double most) {
        if (least > 0 && most / least > WIDE) {
            return Axis.logarithm(least / 1.1, most * 1.1, BOTTOM, TOP);
        }
        double room = most > least ? 0.05 * (most - least) : Math.max(Math.abs(most) * 0.1, 1e-9);
        double low = least >= 0 && least < 0.5 * most ? 0 : least - room;
        return Axis.numbers(low, most + room, BOTTOM, TOP, 5);
    }

    private String path(Axis x, Axis y, double[] heights) {
        StringBuilder path = new StringBuilder();
        boolean open = false;
        for (int i : LongSeries.outline(heights, POINTS)) {
            if (Double.isFinite(heights[i])) {
                path.append(String.format(
                        Locale.ROOT, "%s%.1f %.1f", open ? "L" : "M", x.position(steps[i]), y.position(heights[i])));
            }
            open = Double.isFinite(heights[i]);
        }
        return path.toString();
    }

    /** Upright stripes, not seen, whose titles browsers show when they are pointed at. */
    private void hovers(Markup svg, Axis x, double[] shown, boolean smoothed) {
        int stripes = Math.min(COLUMNS, steps.length);
        double width = (RIGHT - LEFT) / stripes;
        for (int s = 0; s < stripes; s++) {
            int i = stripes == 1 ? 0 : (int) Math.round((double) s * (steps.length - 1) / (stripes - 1));
            String mean = smoothed ? ", mean around it " + number(shown[i]) : "";
            svg.add(
                    "<rect class=\"hover\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%.0f\"><title>step %.0f: %s%s</title></rect>",
                    Math.max(LEFT, x.position(steps[i]) - width / 2),
                    TOP,
                    width,
                    BOTTOM - TOP,
                    steps[i],
                    number(values[i]),
                    mean);
        }
    }

    private int indexOf(double value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new IllegalArgumentException("no value " + value);
    }

    /** Five significant digits. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e7)) {
            return String.format(Locale.ROOT, "%.3e", value);
        }
        return String.format(Locale.ROOT, size >= 1000 ? "%,.0f" : size >= 10 ? "%.2f" : "%.4f", value);
    }
}
