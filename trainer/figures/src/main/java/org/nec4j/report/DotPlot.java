package org.nec4j.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.report.FigureCanvas.Anchor;
import org.nec4j.report.FigureCanvas.Ink;
import org.nec4j.report.FigureCanvas.Letters;
import org.nec4j.report.FigureCanvas.Stroke;

/**
 * Systems compared under several conditions that make no curve: below the name of a condition a line a system, with its name, a dot, its interval and the number in words. Where a condition's
 * first system lies is marked across its other lines (Cleveland, The Elements of Graphing Data, 1985).
 *
 * @param title    first line
 * @param subtitle what was measured and how, one line
 * @param groups   conditions, from top to bottom
 */
public record DotPlot(String title, String subtitle, List<Group> groups) {
    private static final double CHARACTER = 7.4; // mean width of a letter of 14 pixels, rounded up
    private static final double EDGE = 20;
    private static final double ACROSS = 400;
    private static final double TOP = 82;
    private static final double LINE = 19;
    private static final double HEADING = 24;
    private static final double GAP = 12;

    /**
     * A condition.
     *
     * @param name what it is
     * @param dots systems, from top to bottom
     */
    public record Group(String name, List<Dot> dots) {}

    /**
     * A system under a condition.
     *
     * @param system its name; it has one colour under every condition
     * @param value  a share, 0 to 1
     * @param low    lower end of the interval
     * @param high   upper end
     * @param single what the value is the mean of, drawn as small strokes; may be empty
     */
    public record Dot(String system, double value, double low, double high, List<Double> single) {}

    public DotPlot {
        groups = groups.stream().filter(group -> !group.dots().isEmpty()).toList();
        if (groups.isEmpty()) {
            throw new IllegalArgumentException("a figure needs at least one dot");
        }
    }

    /** The figure as a standalone SVG document. */
    public String toSvg() {
        double left = EDGE + 16 + CHARACTER * longest();
        double right = left + ACROSS;
        double lines = groups.stream()
                .mapToDouble(group -> HEADING + LINE * group.dots().size() + GAP)
                .sum();
        double bottom = TOP + lines;
        double words = EDGE * 2 + CHARACTER * Math.max(subtitle.length(), title.length() * 1.7);
        double names =
                groups.stream().mapToInt(group -> group.name().length()).max().orElse(0);
        double width = Math.max(Math.max(words, right + 76), EDGE * 2 + names * CHARACTER * 1.1);
        SvgCanvas canvas = new SvgCanvas(width, bottom + 48);
        canvas.text(title, EDGE, 34, Ink.TEXT, new Letters(19, true, false), Anchor.START);
        canvas.text(subtitle, EDGE, 58, Ink.SOFT, Letters.PLAIN, Anchor.START);
        Axis x = axis(left, right);
        for (Axis.Tick tick : x.ticks()) {
            double at = x.position(tick.value());
            canvas.line(new Outline().to(at, TOP).to(at, bottom), Ink.GRID, Stroke.of(1));
            canvas.text(tick.label(), at, bottom + 20, Ink.SOFT, Letters.PLAIN, Anchor.MIDDLE);
        }
        Map<String, Ink> inks = inks();
        double y = TOP;
        for (Group group : groups) {
            canvas.text(group.name(), EDGE, y + 17, Ink.TEXT, new Letters(14, true, true), Anchor.START);
            y += HEADING;
            double end = y + LINE * group.dots().size();
            double first = x.position(group.dots().get(0).value());
            canvas.line(new Outline().to(first, y).to(first, end), Ink.SOFT, new Stroke(1, 0.8, true));
            for (Dot dot : group.dots()) {
                draw(canvas, dot, group.name(), y + LINE / 2, x, inks.get(dot.system()), left, right);
                y += LINE;
            }
            y += GAP;
        }
        return canvas.toSvg();
    }

    private static void draw(
            SvgCanvas canvas, Dot dot, String group, double y, Axis x, Ink ink, double left, double right) {
        canvas.text(dot.system(), left - 12, y + 5, Ink.TEXT, Letters.PLAIN, Anchor.END);
        canvas.line(
                new Outline().to(x.position(dot.low()), y).to(x.position(dot.high()), y),
                ink,
                new Stroke(2, 0.6, false));
        for (double one : dot.single()) {
            double at = x.position(one);
            canvas.line(new Outline().to(at, y - 5).to(at, y + 5), ink, new Stroke(1.2, 0.8, false));
        }
        String value = String.format(Locale.ROOT, "%.1f %%", 100 * dot.value());
        String told = String.format(
                Locale.ROOT, "%s, %s: %s (%.1f - %.1f)", group, dot.system(), value, 100 * dot.low(), 100 * dot.high());
        canvas.area(new Outline().circle(x.position(dot.value()), y, 4.5), ink, ink, 1, told);
        canvas.text(value, right + 12, y + 5, Ink.TEXT, Letters.PLAIN, Anchor.START);
    }

    private Axis axis(double left, double right) {
        double low = 1;
        double high = 0;
        for (Group group : groups) {
            for (Dot dot : group.dots()) {
                low = Math.min(low, dot.low());
                high = Math.max(high, dot.high());
            }
        }
        return Axis.shares(low, high, left, right);
    }

    /** A colour a system, in the order in which they come. */
    private Map<String, Ink> inks() {
        Map<String, Ink> inks = new LinkedHashMap<>();
        groups.forEach(group -> group.dots()
                .forEach(dot -> inks.putIfAbsent(
                        dot.system(), SeriesStyle.style(inks.size()).ink())));
        return inks;
    }

    private int longest() {
        return groups.stream()
                .flatMap(group -> group.dots().stream())
                .mapToInt(dot -> dot.system().length())
                .max()
                .orElseThrow();
    }
}
