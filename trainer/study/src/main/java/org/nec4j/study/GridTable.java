package org.nec4j.study;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.nec4j.config.GridStudySettings;
import org.nec4j.config.GridStudySettings.Grid;
import org.nec4j.config.GridStudySettings.Peer;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEvaluation.Measured;
import org.nec4j.report.Curve;
import org.nec4j.report.Figure;
import org.nec4j.report.RatePoint;
import org.nec4j.report.Series;

/** What a study of gridded fields found: verdicts, the table, a figure of every field. Ratios of verdicts are to float32. */
final class GridTable {
    private final GridStudySettings settings;
    private final List<GridRow> rows;

    GridTable(GridStudySettings settings, List<GridRow> rows) {
        this.settings = settings;
        this.rows = List.copyOf(rows);
    }

    /** The table, with these verdicts before it. */
    String of(List<String> verdicts) {
        StringBuilder text = new StringBuilder("# " + settings.title() + "\n\n");
        text.append(
                "Made by `nec4j reproduce`; do not edit. All bytes of an archive but the model's are counted. Other programs' numbers were measured once, and are told as their"
                        + " ratios to float32.\n\n");
        verdicts.forEach(verdict -> text.append("- ").append(verdict).append('\n'));
        text.append(
                "\n| field | system | bound | PSNR, dB | largest error, share of the range | bytes | ratio to float32 | ratio to the"
                        + " file's own numbers | model, bytes | ratio to them with it | half the ratio from, MB of fields | values beyond the bound |\n"
                        + "|---|---|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
        for (Grid grid : settings.grids()) {
            rows(grid).forEach(row -> text.append(line(row)));
            for (Peer peer : grid.peers()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | | | %.4g | | | | | |\n",
                        grid.field(),
                        peer.system(),
                        peer.bound().orElse(""),
                        peer.psnr()
                                .map(psnr -> String.format(Locale.ROOT, "%.1f", psnr))
                                .orElse(""),
                        peer.ratio()));
            }
        }
        return text.toString();
    }

    private static String line(GridRow row) {
        Measured measured = row.measured();
        GridEncoding.Written written = measured.written();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.4f | %d | %.1f | %.1f | %d | %.1f | %.1f | %d of %d |\n",
                row.field(),
                row.system(),
                row.bound(),
                measured.psnr(),
                measured.largest(),
                written.streams(),
                row.ratio(),
                written.ratio(),
                written.model(),
                written.ratioWithModel(),
                written.breakEven() / 1e6,
                measured.violations(),
                measured.cells());
    }

    /** A sentence each: every bound, then every field's network against blocks and both against other programs. */
    List<String> verdicts() {
        List<String> all = new ArrayList<>();
        // Without a bound a missing value can still come back as another.
        long beyond =
                rows.stream().mapToLong(row -> row.measured().violations()).sum();
        long values = rows.stream()
                .filter(row -> !row.isUnbound())
                .mapToLong(row -> row.measured().cells())
                .sum();
        all.add(String.format(
                Locale.ROOT,
                "Every value within its bound: %s (%d of %d values beyond).",
                beyond > 0 ? "does not hold" : values > 0 ? "holds" : "cannot be told, as nothing was held to one",
                beyond,
                values));
        for (Grid grid : settings.grids()) {
            rows(grid)
                    .filter(row -> row.trained() && row.isUnbound())
                    .findFirst()
                    .map(this::ahead)
                    .ifPresent(all::add);
            for (Peer peer : grid.peers()) {
                for (boolean trained : new boolean[] {false, true}) {
                    List<GridRow> ours =
                            rows(grid).filter(row -> row.trained() == trained).toList();
                    (peer.bound().isPresent() ? smaller(peer, ours) : nearer(peer, ours))
                            .map(verdict -> grid.unlike()
                                    .map(words -> verdict + " They saw " + words + ".")
                                    .orElse(verdict))
                            .ifPresent(all::add);
                }
            }
        }
        return all;
    }

    private Stream<GridRow> rows(Grid grid) {
        return rows.stream().filter(row -> row.field().equals(grid.field()));
    }

    /** A network against what blocks reach at as many bytes, between two of their sizes where none has just so many. */
    private String ahead(GridRow network) {
        List<GridRow> blocks = rows.stream()
                .filter(row -> row.field().equals(network.field()) && !row.trained() && row.isUnbound())
                .sorted(Comparator.comparingDouble(GridRow::bytes))
                .toList();
        OptionalDouble theirs = at(blocks, network.bytes());
        String verdict = theirs.isEmpty()
                ? "cannot be told, as no blocks were measured on both sides of its bytes"
                : network.psnr() > theirs.getAsDouble() ? "holds" : "does not hold";
        return String.format(
                Locale.ROOT,
                "%s, the network ahead of blocks at equal bytes: %s (%.1f dB at %.0f:1%s).",
                network.field(),
                verdict,
                network.psnr(),
                network.ratio(),
                theirs.isEmpty() ? "" : String.format(Locale.ROOT, " against %.1f dB", theirs.getAsDouble()));
    }

    /** PSNR at so many bytes, in a straight line over their logarithm; nothing outside of what was measured. */
    private static OptionalDouble at(List<GridRow> rows, double bytes) {
        for (int i = 1; i < rows.size(); i++) {
            GridRow low = rows.get(i - 1);
            GridRow high = rows.get(i);
            if (low.bytes() <= bytes && bytes <= high.bytes() && low.bytes() < high.bytes()) {
                double share = Math.log(bytes / low.bytes()) / Math.log(high.bytes() / low.bytes());
                return OptionalDouble.of(low.psnr() + share * (high.psnr() - low.psnr()));
            }
        }
        return OptionalDouble.empty();
    }

    /** At a peer's bound by the ratio. */
    private static Optional<String> smaller(Peer peer, List<GridRow> ours) {
        return ours.stream()
                .filter(row -> row.bound().equals(peer.bound().orElseThrow()))
                .max(Comparator.comparingDouble(GridRow::ratio))
                .map(row -> String.format(
                        Locale.ROOT,
                        "%s, smaller than %s at %s, the model not counted: %s (%s, %.1f:1 against %.1f:1).",
                        row.field(),
                        peer.system(),
                        row.bound(),
                        row.ratio() > peer.ratio() ? "holds" : "does not hold",
                        row.system(),
                        row.ratio(),
                        peer.ratio()));
    }

    /** By the error of whatever has at least a peer's ratio, bound or not. */
    private static Optional<String> nearer(Peer peer, List<GridRow> ours) {
        double theirs = peer.psnr().orElse(Double.NaN);
        return ours.stream()
                .filter(row -> row.ratio() >= peer.ratio())
                .max(Comparator.comparingDouble(GridRow::psnr))
                .map(row -> String.format(
                        Locale.ROOT,
                        "%s, nearer than %s at %.0f:1, the model not counted: %s (%s, bound %s, %.1f dB at %.0f:1 against %.1f dB).",
                        row.field(),
                        peer.system(),
                        peer.ratio(),
                        row.psnr() > theirs ? "holds" : "does not hold",
                        row.system(),
                        row.bound(),
                        row.psnr(),
                        row.ratio(),
                        theirs));
    }

    /** PSNR over the bytes of a field, by the field's name in letters that files may have. */
    Map<String, Figure> figures() {
        Map<String, Figure> figures = new LinkedHashMap<>();
        for (Grid grid : settings.grids()) {
            Map<String, List<RatePoint>> curves = new LinkedHashMap<>();
            rows(grid)
                    .filter(row -> Double.isFinite(row.psnr()))
                    .sorted(Comparator.comparing(row -> !row.trained()))
                    .forEach(row -> curves.computeIfAbsent(row.system(), system -> new ArrayList<>())
                            .add(RatePoint.exact("bound " + row.bound(), row.bytes(), row.psnr())));
            double whole = rows(grid)
                    .mapToDouble(row -> row.measured().floatBytes())
                    .findFirst()
                    .orElse(0);
            for (Peer peer : grid.peers()) {
                peer.psnr().ifPresent(psnr -> curves.computeIfAbsent(peer.system(), system -> new ArrayList<>())
                        .add(RatePoint.exact("measured once", whole / peer.ratio(), psnr)));
            }
            List<Series> series = new ArrayList<>();
            curves.forEach((system, points) -> series.add(new Series(new Curve(system, points), false)));
            figures.put(
                    grid.field().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-"),
                    new Figure(
                            grid.field(),
                            String.format(Locale.ROOT, "%.0f bytes as float32; without the model", whole),
                            series,
                            OptionalDouble.empty(),
                            Figure.Upwards.PSNR));
        }
        return figures;
    }
}
