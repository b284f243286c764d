package org.nec4j.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Draws a {@link Figure}: readable on light and dark pages, at the width that a README leaves it, and with any kind of colour vision
 * (every series has a colour and a marker of its own). The first series, the one a study is about, is drawn boldly and on top.
 */
final class SvgFigure {
    private static final double CHARACTER = 7.9; // mean width at this size, rounded up
    private static final double LEFT = 68;
    private static final double RIGHT = 620;
    private static final double TOP = 84;
    private static final int LEGEND_LINE = 24;

    private static final String STYLE = """
            <style>
            svg { --paper: #ffffff; --ink: #1f2933; --soft: #5b6673; --grid: #e6e9ee; }
            @media (prefers-color-scheme: dark) { svg { --paper: #161b22; --ink: #e6edf3; --soft: #9da7b3; --grid: #2d343d; } }
            text { fill: var(--ink); } .soft { fill: var(--soft); }
            .grid { stroke: var(--grid); fill: none; } .axis { stroke: var(--soft); fill: none; }
            .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
            .bars { stroke-width: 1.2; stroke-opacity: 0.55; fill: none; } .mark { stroke-width: 1.5; }
            .course { stroke-width: 1.8; fill: none; } .bold .course { stroke-width: 3; }""";

    /**
     * Colours on light and on dark paper. The first eight are Okabe and Ito's without their yellow, which is too light on white; the others
     * are out of Tol's muted scheme.
     */
    private static final List<List<String>> COLOURS = List.of(
            List.of("#0072b2", "#58b4f0"),
            List.of("#d55e00", "#f08a3c"),
            List.of("#009e73", "#2fc79b"),
            List.of("#cc79a7", "#e59cc4"),
            List.of("#56b4e9", "#9ad4f5"),
            List.of("#e69f00", "#f2bd4b"),
            List.of("#1f2933", "#e6edf3"),
            List.of("#7a7a7a", "#a5a5a5"),
            List.of("#882255", "#d0679c"),
            List.of("#999933", "#c9c95c"),
            List.of("#332288", "#8f83e0"),
            List.of("#44aa99", "#7fd6c8"),
            List.of("#661100", "#c9745f"),
            List.of("#aa4499", "#d98acd"));

    private final Figure figure;
    private final double width;
    private final double bottom;
    private final Axis x;
    private final Axis y;
    private final Markup svg = new Markup();

    SvgFigure(Figure figure) {
        this.figure = figure;
        int longest =
                figure.series().stream().mapToInt(s -> legend(s).length()).max().orElseThrow();
        int words = figure.uncompressed().isPresent() ? uncompressed(0).length() : 0;
        this.width = RIGHT + 66 + CHARACTER * Math.max(longest, words);
        this.bottom = Math.max(470, TOP + 30 + LEGEND_LINE * (figure.series().size() + 1));
        List<RatePoint> points = figure.series().stream()
                .flatMap(s -> s.curve().points().stream())
                .toList();
        double least = points.stream().mapToDouble(RatePoint::low).min().orElseThrow();
        double most = points.stream().mapToDouble(RatePoint::high).max().orElseThrow();
        this.y = figure.upwards()
                .axis(
                        Math.min(least, figure.uncompressed().orElse(least)),
                        Math.max(most, figure.uncompressed().orElse(most)),
                        bottom,
                        TOP);
        this.x = Axis.bytes(
                points.stream().mapToDouble(RatePoint::bytes).min().orElseThrow(),
                points.stream().mapToDouble(RatePoint::bytes).max().orElseThrow(),
                LEFT,
                RIGHT);
    }

    String draw() {
        svg.add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\" "
                        + "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"14\">",
                width, bottom + 62, width, bottom + 62);
        svg.add(STYLE);
        IntStream.range(0, Math.min(COLOURS.size(), figure.series().size())).forEach(this::colour);
        svg.add("</style>");
        svg.add("<rect width=\"100%\" height=\"100%\" rx=\"8\" style=\"fill: var(--paper)\"/>");
        svg.add(
                "<text x=\"20\" y=\"34\" font-size=\"19\" font-weight=\"bold\">%s</text>",
                Markup.escape(figure.title()));
        svg.add("<text class=\"soft\" x=\"20\" y=\"58\">%s</text>", Markup.escape(figure.subtitle()));
        drawAxes();
        figure.uncompressed().ifPresent(this::drawUncompressed);
        for (int i = figure.series().size() - 1; i >= 0; i--) {
            drawSeries(figure.series().get(i), i);
        }
        svg.add("</svg>");
        return svg.toString();
    }

    private void colour(int index) {
        String rule = ".s%d { stroke: %s; } .s%d .mark { fill: %s; }";
        String light = COLOURS.get(index).get(0);
        String dark = COLOURS.get(index).get(1);
        svg.add(rule, index, light, index, light);
        svg.add("@media (prefers-color-scheme: dark) { " + rule + " }", index, dark, index, dark);
    }

    private void drawAxes() {
        for (Axis.Tick tick : y.ticks()) {
            double at = y.position(tick.value());
            svg.add("<path class=\"grid\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, at, RIGHT);
            svg.add(
                    "<text class=\"soft\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
                    LEFT - 8, at + 5, tick.label());
        }
        for (Axis.Tick tick : x.ticks()) {
            double at = x.position(tick.value());
            svg.add("<path class=\"grid\" d=\"M%.1f %.1fV%.1f\"/>", at, TOP, bottom);
            svg.add(
                    "<text class=\"soft\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">%s</text>",
                    at, bottom + 20, tick.label());
        }
        svg.add("<path class=\"axis\" d=\"M%.1f %.1fH%.1f\"/>", LEFT, bottom, RIGHT);
        svg.add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">bytes an image (logarithmic)</text>",
                (LEFT + RIGHT) / 2, bottom + 46);
        svg.add(
                "<text class=\"halo\" x=\"%.1f\" y=\"%.1f\">%s</text>",
                LEFT + 6, TOP + 16, figure.upwards().label());
    }

    /** A line across, named in the legend: in the figure its name would lie under points. */
    private void drawUncompressed(double accuracy) {
        double line = legendLine(figure.series().size());
        svg.add(
                "<path class=\"axis\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\" d=\"M%.1f %.1fH%.1fM%.1f %.1fh30\"/>",
                LEFT, y.position(accuracy), RIGHT, RIGHT + 16, line);
        svg.add("<text x=\"%.1f\" y=\"%.1f\">%s</text>", RIGHT + 56, line + 5, uncompressed(accuracy));
    }

    private void drawSeries(Series series, int index) {
        Marker marker = Marker.values()[index % Marker.values().length];
        String dash = series.published() ? " stroke-dasharray=\"5 4\"" : "";
        String fill = series.published() ? " style=\"fill: var(--paper)\"" : "";
        svg.add("<g class=\"s%d%s\">", index % COLOURS.size(), index == 0 ? " bold" : "");
        if (figure.upwards().isJoined()) {
            svg.add("<path class=\"course\" d=\"%s\"%s/>", path(series.curve().points()), dash);
        }
        for (RatePoint point : series.curve().points()) {
            if (point.high() > point.low()) {
                double at = x.position(point.bytes());
                double low = y.position(point.low());
                double high = y.position(point.high());
                svg.add(
                        "<path class=\"bars\" d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1fM%.1f %.1fH%.1f\"/>",
                        at, low, high, at - 3, low, at + 3, at - 3, high, at + 3);
            }
        }
        for (RatePoint point : series.curve().points()) {
            svg.add(
                    "<path class=\"mark\"%s %s><title>%s, %s: %.0f bytes, %s</title></path>",
                    fill,
                    marker.at(x.position(point.bytes()), y.position(point.accuracy())),
                    Markup.escape(series.curve().system()),
                    Markup.escape(point.setting()),
                    point.bytes(),
                    figure.upwards().text(point.accuracy()));
        }
        double line = legendLine(index);
        if (figure.upwards().isJoined()) {
            svg.add("<path class=\"course\" d=\"M%.1f %.1fh30\"%s/>", RIGHT + 16, line, dash);
        }
        svg.add("<path class=\"mark\"%s %s/></g>", fill, marker.at(RIGHT + 31, line));
        svg.add(
                "<text x=\"%.1f\" y=\"%.1f\"%s>%s</text>",
                RIGHT + 56, line + 5, index == 0 ? " font-weight=\"bold\"" : "", Markup.escape(legend(series)));
    }

    private String path(List<RatePoint> points) {
        StringBuilder path = new StringBuilder();
        for (RatePoint point : points) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    x.position(point.bytes()),
                    y.position(point.accuracy())));
        }
        return path.toString();
    }

    private static double legendLine(int index) {
        return TOP + 10 + LEGEND_LINE * index;
    }

    private static String uncompressed(double accuracy) {
        return String.format(Locale.ROOT, "uncompressed embedding, %.1f %%", 100 * accuracy);
    }

    private static String legend(Series series) {
        return series.curve().system() + (series.published() ? " (published)" : "");
    }

    private enum Marker {
        CIRCLE("M-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"),
        SQUARE("M-3.6 -3.6h7.2v7.2h-7.2z"),
        TRIANGLE("M0 -5L4.6 3.4H-4.6z"),
        DIAMOND("M0 -5L5 0L0 5L-5 0z"),
        DOWN("M0 5L4.6 -3.4H-4.6z");

        private final String shape;

        Marker(String shape) {
            this.shape = shape;
        }

        /** The attributes of a path that shows this marker at a position. */
        String at(double x, double y) {
            return String.format(Locale.ROOT, "transform=\"translate(%.1f %.1f)\" d=\"%s\"", x, y, shape);
        }
    }
}
