package org.nec4j.report;

import java.util.List;
import java.util.Locale;

/** Draws a {@link Figure}. */
final class SvgFigure {
    private static final double CHARACTER = 7.3; // mean width at this size, rounded up
    private static final double LEFT = 72;
    private static final double RIGHT = 690;
    private static final double TOP = 78;
    private static final int LEGEND_LINE = 22;
    private static final String INK = "#1f2933";
    private static final String GREY = "#667085";
    private static final String GRID = "#e6e9ee";
    /** Okabe and Ito's colours, told apart by readers with any kind of colour vision; their yellow is too light on white. */
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#1f2933", "#8c6bb1", "#7a7a7a");

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
        this.width = RIGHT + 60 + CHARACTER * longest;
        this.bottom = Math.max(500, TOP + 20 + LEGEND_LINE * figure.series().size());
        List<RatePoint> points = figure.series().stream()
                .flatMap(s -> s.curve().points().stream())
                .toList();
        double least = points.stream().mapToDouble(RatePoint::low).min().orElseThrow();
        double most = points.stream().mapToDouble(RatePoint::high).max().orElseThrow();
        this.y = Axis.shares(
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
                        + "font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\" font-size=\"13\" fill=\"%s\">",
                width, bottom + 58, width, bottom + 58, INK);
        svg.add("<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>");
        svg.add("<text x=\"%.0f\" y=\"32\" font-size=\"18\" font-weight=\"bold\">%s</text>", LEFT, Markup.escape(figure.title()));
        svg.add("<text x=\"%.0f\" y=\"54\" fill=\"%s\">%s</text>", LEFT, GREY, Markup.escape(figure.subtitle()));
        drawAxes();
        figure.uncompressed().ifPresent(this::drawUncompressed);
        for (int i = 0; i < figure.series().size(); i++) {
            drawSeries(figure.series().get(i), i);
        }
        svg.add("</svg>");
        return svg.toString();
    }

    private void drawAxes() {
        for (Axis.Tick tick : y.ticks()) {
            double at = y.position(tick.value());
            svg.add("<path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\"/>", LEFT, at, RIGHT, GRID);
            svg.add(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\" fill=\"%s\">%s</text>",
                    LEFT - 8, at + 4.5, GREY, tick.label());
        }
        for (Axis.Tick tick : x.ticks()) {
            double at = x.position(tick.value());
            svg.add("<path d=\"M%.1f %.1fV%.1f\" stroke=\"%s\"/>", at, TOP, bottom, GRID);
            svg.add(
                    "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" fill=\"%s\">%s</text>",
                    at, bottom + 18, GREY, tick.label());
        }
        svg.add("<path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\"/>", LEFT, bottom, RIGHT, GREY);
        svg.add(
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\">bytes an image (logarithmic)</text>",
                (LEFT + RIGHT) / 2, bottom + 42);
        svg.add(
                "<text transform=\"translate(20 %.1f) rotate(-90)\" text-anchor=\"middle\">accuracy</text>",
                (TOP + bottom) / 2);
    }

    private void drawUncompressed(double accuracy) {
        double at = y.position(accuracy);
        svg.add(
                "<path d=\"M%.1f %.1fH%.1f\" stroke=\"%s\" stroke-width=\"1.5\" stroke-dasharray=\"7 4\"/>",
                LEFT, at, RIGHT, GREY);
        svg.add(
                "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" font-size=\"12\">uncompressed embedding %.1f %%</text>",
                LEFT + 6, at - 5, GREY, 100 * accuracy);
    }

    private void drawSeries(Series series, int index) {
        String colour = COLOURS.get(index % COLOURS.size());
        Marker marker = Marker.values()[index % Marker.values().length];
        String dash = series.published() ? " stroke-dasharray=\"5 4\"" : "";
        String fill = series.published() ? "#ffffff" : colour;
        List<RatePoint> points = series.curve().points();

        StringBuilder path = new StringBuilder();
        for (RatePoint point : points) {
            path.append(String.format(
                    Locale.ROOT,
                    "%s%.1f %.1f",
                    path.isEmpty() ? "M" : "L",
                    x.position(point.bytes()),
                    y.position(point.accuracy())));
        }
        svg.add("<g stroke=\"%s\" fill=\"none\" stroke-width=\"2\"><path d=\"%s\"%s/>", colour, path, dash);
        for (RatePoint point : points) {
            if (point.high() > point.low()) {
                double at = x.position(point.bytes());
                double low = y.position(point.low());
                double high = y.position(point.high());
                svg.add(
                        "<path stroke-width=\"1.2\" d=\"M%.1f %.1fV%.1fM%.1f %.1fH%.1fM%.1f %.1fH%.1f\"/>",
                        at, low, high, at - 3, low, at + 3, at - 3, high, at + 3);
            }
        }
        for (RatePoint point : points) {
            svg.add(
                    "<path fill=\"%s\" %s><title>%s, %s: %.0f bytes, %.2f %%</title></path>",
                    fill,
                    marker.at(x.position(point.bytes()), y.position(point.accuracy())),
                    Markup.escape(series.curve().system()),
                    Markup.escape(point.setting()),
                    point.bytes(),
                    100 * point.accuracy());
        }
        double line = TOP + 10 + LEGEND_LINE * index;
        svg.add(
                "<path d=\"M%.1f %.1fh26\"%s/><path fill=\"%s\" %s/></g>",
                RIGHT + 18, line, dash, fill, marker.at(RIGHT + 31, line));
        String published = series.published() ? " (published)" : "";
        svg.add(
                "<text x=\"%.1f\" y=\"%.1f\">%s%s</text>",
                RIGHT + 52, line + 4.5, Markup.escape(series.curve().system()), published);
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
