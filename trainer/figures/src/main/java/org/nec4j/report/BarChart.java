package org.nec4j.report;

import java.util.Arrays;
import java.util.List;

/**
 * Bars beside each other, as an SVG element for a page whose style sheet colours the classes {@code grid}, {@code axis}, {@code label} and
 * {@code bar}.
 *
 * @param quantity what the bars measure
 * @param heights  of the bars, none negative, [N]
 * @param titles   what each bar says when it is pointed at, [N]
 * @param marks    what stands below some of the bars, [N]; an empty text leaves the place free
 * @param fall     0 for heights as they are; else heights by their logarithms, the axis ending at this small positive number
 */
public record BarChart(String quantity, double[] heights, List<String> titles, List<String> marks, double fall) {
    private static final double WIDTH = 440;
    private static final double HEIGHT = 230;
    private static final double LEFT = 58;
    private static final double RIGHT = 430;
    private static final double TOP = 10;
    private static final double BOTTOM = 200;

    /** The element. */
    public String toSvg() {
        double most = Math.max(Arrays.stream(heights).max().orElse(0), 1e-9);
        Axis y = fall > 0
                ? Axis.logarithm(fall, Math.max(most, 10 * fall) * 1.1, BOTTOM, TOP)
                : Axis.numbers(0, most * 1.05, BOTTOM, TOP, 5);
        Markup svg = new Markup();
        svg.add(
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s, %d bars\">",
                WIDTH, HEIGHT, Markup.escape(quantity), heights.length);
        for (Axis.Tick tick : y.ticks()) {
            double at = y.position(tick.value());
            svg.add("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, at, RIGHT);
            svg.add(
                    "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 7, at + 4, tick.label());
        }
        double pitch = (RIGHT - LEFT) / heights.length;
        double gap = pitch > 6 ? 2 : 0;
        for (int i = 0; i < heights.length; i++) {
            double left = LEFT + i * pitch;
            double top = heights[i] > fall ? y.position(heights[i]) : BOTTOM;
            svg.add(
                    "<rect class=\"bar\" x=\"%.2f\" y=\"%.1f\" width=\"%.2f\" height=\"%.1f\"/>",
                    left + gap / 2, top, pitch - gap, BOTTOM - top);
            svg.add(
                    "<rect class=\"hover\" x=\"%.2f\" y=\"%.0f\" width=\"%.2f\" height=\"%.0f\"><title>%s</title></rect>",
                    left, TOP, pitch, BOTTOM - TOP, Markup.escape(titles.get(i)));
            if (!marks.get(i).isEmpty()) {
                svg.add(
                        "<text class=\"label\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                        left + pitch / 2, BOTTOM + 20, Markup.escape(marks.get(i)));
            }
        }
        svg.add("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, BOTTOM, RIGHT);
        return svg.add("</svg>").toString();
    }
}
