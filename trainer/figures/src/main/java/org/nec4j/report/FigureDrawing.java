package org.nec4j.report;

import java.util.List;
import java.util.Locale;
import org.nec4j.report.FigureCanvas.Anchor;
import org.nec4j.report.FigureCanvas.Ink;
import org.nec4j.report.FigureCanvas.Letters;
import org.nec4j.report.FigureCanvas.Stroke;

/**
 * Draws a {@link Figure}: at the width that a README leaves it, and with any kind of colour vision (a system has a colour and a marker of
 * its own). The first series, the one a study is about, is drawn boldly and on top.
 */
final class FigureDrawing {
    private static final double CHARACTER = 8.7; // mean width at this size in the widest of the fonts named, rounded up
    private static final double LEFT = 68;
    private static final double RIGHT = 620;
    private static final double TOP = 84;
    private static final int LEGEND_LINE = 24;

    private final Figure figure;
    private final double width;
    private final double bottom;
    private final Axis x;
    private final Axis y;

    FigureDrawing(Figure figure) {
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

    double width() {
        return width;
    }

    double height() {
        return bottom + 62;
    }

    void draw(FigureCanvas canvas) {
        canvas.text(figure.title(), 20, 34, Ink.TEXT, new Letters(19, true, false), Anchor.START);
        canvas.text(figure.subtitle(), 20, 58, Ink.SOFT, Letters.PLAIN, Anchor.START);
        drawAxes(canvas);
        figure.uncompressed().ifPresent(accuracy -> drawUncompressed(canvas, accuracy));
        for (int i = figure.series().size() - 1; i >= 0; i--) {
            drawSeries(canvas, figure.series().get(i), i);
        }
    }

    private void drawAxes(FigureCanvas canvas) {
        for (Axis.Tick tick : y.ticks()) {
            double at = y.position(tick.value());
            canvas.line(across(at), Ink.GRID, Stroke.of(1));
            canvas.text(tick.label(), LEFT - 8, at + 5, Ink.SOFT, Letters.PLAIN, Anchor.END);
        }
        for (Axis.Tick tick : x.ticks()) {
            double at = x.position(tick.value());
            canvas.line(new Outline().to(at, TOP).to(at, bottom), Ink.GRID, Stroke.of(1));
            canvas.text(tick.label(), at, bottom + 20, Ink.SOFT, Letters.PLAIN, Anchor.MIDDLE);
        }
        canvas.line(across(bottom), Ink.SOFT, Stroke.of(1));
        canvas.text(figure.upwards().along(), (LEFT + RIGHT) / 2, bottom + 46, Ink.TEXT, Letters.PLAIN, Anchor.MIDDLE);
        canvas.text(figure.upwards().label(), LEFT + 6, TOP + 16, Ink.TEXT, new Letters(14, false, true), Anchor.START);
    }

    /** A line across, named in the legend: in the figure its name would lie under points. */
    private void drawUncompressed(FigureCanvas canvas, double accuracy) {
        double line = legendLine(figure.series().size());
        Stroke dashes = new Stroke(1.5, 1, true);
        canvas.line(across(y.position(accuracy)), Ink.SOFT, dashes);
        canvas.line(new Outline().to(RIGHT + 16, line).to(RIGHT + 46, line), Ink.SOFT, dashes);
        canvas.text(uncompressed(accuracy), RIGHT + 56, line + 5, Ink.TEXT, Letters.PLAIN, Anchor.START);
    }

    private void drawSeries(FigureCanvas canvas, Series series, int index) {
        String system = series.curve().system();
        SeriesStyle style = SeriesStyle.of(system);
        Ink ink = style.ink();
        Ink fill = series.published() ? Ink.PAPER : ink;
        Stroke course = new Stroke(index == 0 ? 3 : 1.8, 1, series.published());
        if (figure.upwards().isJoined()) {
            Outline path = new Outline();
            series.curve().points().forEach(point -> path.to(x.position(point.bytes()), y.position(point.accuracy())));
            canvas.line(path, ink, course);
        }
        for (RatePoint point : series.curve().points()) {
            if (point.high() > point.low()) {
                canvas.line(errorBar(point), ink, new Stroke(1.2, 0.55, false));
            }
        }
        for (RatePoint point : series.curve().points()) {
            String title = String.format(
                    Locale.ROOT,
                    "%s, %s: %.0f bytes, %s",
                    system,
                    point.setting(),
                    point.bytes(),
                    figure.upwards().text(point.accuracy()));
            double atX = x.position(point.bytes());
            double atY = y.position(point.accuracy());
            canvas.area(style.marker().at(atX, atY), fill, ink, 1.5, title);
        }
        double line = legendLine(index);
        if (figure.upwards().isJoined()) {
            canvas.line(new Outline().to(RIGHT + 16, line).to(RIGHT + 46, line), ink, course);
        }
        canvas.area(style.marker().at(RIGHT + 31, line), fill, ink, 1.5, "");
        Letters letters = index == 0 ? Letters.BOLD : Letters.PLAIN;
        canvas.text(legend(series), RIGHT + 56, line + 5, Ink.TEXT, letters, Anchor.START);
    }

    private Outline errorBar(RatePoint point) {
        double at = x.position(point.bytes());
        double low = y.position(point.low());
        double high = y.position(point.high());
        return new Outline()
                .from(at, low)
                .to(at, high)
                .from(at - 3, low)
                .to(at + 3, low)
                .from(at - 3, high)
                .to(at + 3, high);
    }

    private static Outline across(double at) {
        return new Outline().to(LEFT, at).to(RIGHT, at);
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
}
