package org.nec4j.runs;

import com.google.gson.GsonBuilder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Sweep;
import org.nec4j.report.Curve;
import org.nec4j.report.Figure;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Series;
import org.nec4j.report.Table;

/**
 * What a sweep came to, beside its points' folders.
 *
 * <pre>
 *   table.md, table.csv   a row a point: what it states, how it stands, what it measured
 *   results.json          the same for programs, with the reasons of failures
 *   rates.svg             estimated and coded bytes an image against distortion, a marker a finished point
 * </pre>
 */
final class SweepRecord {
    private SweepRecord() {}

    static void write(Sweep sweep, List<PointStanding> points) {
        Path folder = sweep.folder();
        Table table = table(points);
        Optional<Figure> figure = figure(String.valueOf(folder.getFileName()), points);
        text(
                folder.resolve("table.md"),
                "# " + folder.getFileName() + "\n\n" + table.toMarkdown()
                        + (figure.isPresent() ? "\n![bytes an image against distortion](rates.svg)\n" : ""));
        text(folder.resolve("table.csv"), table.toCsv());
        text(
                folder.resolve("results.json"),
                new GsonBuilder()
                                .setPrettyPrinting()
                                .disableHtmlEscaping()
                                .serializeSpecialFloatingPointValues()
                                .create()
                                .toJson(points.stream().map(SweepRecord::json).toList())
                        + "\n");
        figure.ifPresent(f -> text(folder.resolve("rates.svg"), f.toSvg()));
    }

    private static Table table(List<PointStanding> points) {
        Set<String> keys = new LinkedHashSet<>();
        points.forEach(point -> keys.addAll(point.point().values().keySet()));
        List<String> header = new ArrayList<>(List.of("point"));
        header.addAll(keys);
        header.add("state");
        Stream.of(Metric.values()).map(Metric::words).forEach(header::add);
        List<List<String>> rows = new ArrayList<>();
        for (PointStanding point : points) {
            List<String> row = new ArrayList<>(List.of(point.point().name()));
            keys.forEach(key -> row.add(point.point().values().getOrDefault(key, "")));
            row.add(point.words());
            Stream.of(Metric.values())
                    .map(metric -> point.run().map(run -> run.text(metric)).orElse(""))
                    .forEach(row::add);
            rows.add(row);
        }
        return new Table(header, rows);
    }

    private static Map<String, Object> json(PointStanding point) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("point", point.point().name());
        row.put("settings", point.point().values());
        row.put("run", point.point().folder().toString());
        row.put("state", point.words());
        point.failure().ifPresent(why -> row.put("failure", why));
        Map<String, Double> metrics = new LinkedHashMap<>();
        point.run().ifPresent(run -> run.metrics()
                .forEach((metric, value) ->
                        metrics.put(metric.words().replace(' ', '_').replace('-', '_'), value)));
        row.put("metrics", metrics);
        return row;
    }

    /** Nothing while no point has both rate and distortion. */
    private static Optional<Figure> figure(String name, List<PointStanding> points) {
        List<PointStanding> finished =
                points.stream().filter(PointStanding::isFinished).toList();
        boolean heldOut = finished.stream()
                .allMatch(point -> metric(point, Metric.HELD_OUT_DISTORTION).isPresent());
        Metric distortion = heldOut ? Metric.HELD_OUT_DISTORTION : Metric.DISTORTION;
        List<RatePoint> coded = new ArrayList<>();
        List<RatePoint> estimated = new ArrayList<>();
        for (PointStanding point : finished) {
            add(coded, point, metric(point, Metric.BYTES), 1, metric(point, distortion));
            add(estimated, point, metric(point, Metric.BITS), 1.0 / Byte.SIZE, metric(point, distortion));
        }
        List<Series> series = Stream.of(
                        new Series(new Curve("coded files", coded), false),
                        new Series(new Curve("estimated by the density", estimated), false))
                .filter(s -> !s.curve().points().isEmpty())
                .toList();
        return series.isEmpty()
                ? Optional.empty()
                : Optional.of(new Figure(
                        name,
                        finished.size() + " of " + points.size() + " points; distortion "
                                + (heldOut ? "on held-out images" : "in training, mean of the last steps"),
                        series,
                        OptionalDouble.empty(),
                        Figure.Upwards.DISTORTION));
    }

    private static void add(
            List<RatePoint> into, PointStanding point, OptionalDouble rate, double bytes, OptionalDouble distortion) {
        if (rate.isPresent() && rate.getAsDouble() > 0 && distortion.isPresent()) {
            into.add(RatePoint.exact(point.point().name(), bytes * rate.getAsDouble(), distortion.getAsDouble()));
        }
    }

    private static OptionalDouble metric(PointStanding point, Metric metric) {
        return point.run().map(run -> run.metric(metric)).orElse(OptionalDouble.empty());
    }

    private static void text(Path file, String content) {
        AtomicFile.write(file, content.getBytes(StandardCharsets.UTF_8));
    }
}
