package org.nec4j.study;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridExperiment.Bound;
import org.nec4j.config.GridExperiment.Mode;
import org.nec4j.config.GridStudySettings;
import org.nec4j.config.GridStudySettings.Grid;
import org.nec4j.config.GridStudySettings.Peer;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEvaluation;
import org.nec4j.gridded.GridEvaluation.Measured;
import org.nec4j.gridded.GridFit;
import org.nec4j.progress.Console;

/** Codecs of blocks, fitted here, and trained networks on the same fields under the same bounds, beside numbers of other programs. */
public final class GridStudy {
    private final GridStudySettings settings;
    private final Console console;
    private final List<Row> rows = new ArrayList<>();

    private GridStudy(GridStudySettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /** What one codec came to. */
    private record Row(String field, String system, boolean trained, Measured measured) {
        double psnr() {
            return measured.psnr();
        }

        double ratio() {
            return measured.written().ratio();
        }
    }

    /**
     * Measures everything and writes {@code measurements.json} and {@code table.md}.
     *
     * @return the verdicts
     */
    public static List<String> reproduce(Path file, Path folder, Console console) {
        GridStudy study = new GridStudy(Configs.gridStudy(file).settings(), console);
        study.settings.grids().forEach(study::measure);
        List<String> verdicts = study.verdicts();
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(study.rows);
        write(folder.resolve("measurements.json"), json + "\n");
        write(folder.resolve("table.md"), study.table(verdicts));
        return verdicts;
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private void measure(Grid grid) {
        for (int blocks : grid.blocks()) {
            List<String> assignments = new ArrayList<>(grid.settings());
            assignments.add("model.blocks=" + blocks);
            GridExperiment experiment =
                    Configs.grid(grid.experiment(), assignments).settings();
            Path codec = temporary();
            try {
                GridFit.fit(experiment, codec);
                add(grid, "blocks, R = " + blocks, false, codec, experiment);
            } finally {
                AtomicFile.delete(codec);
            }
        }
        GridExperiment experiment =
                Configs.grid(grid.experiment(), grid.settings()).settings();
        for (Path network : grid.networks()) {
            if (Files.isRegularFile(network)) {
                String name = String.valueOf(network.getFileName()).replaceFirst("\\.nec$", "");
                add(grid, "network " + name, true, network, experiment);
            } else {
                console.say(network + " is not there and left out; nec4j train and nec4j export make it");
            }
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempFile("nec4j-blocks", ".nec");
        } catch (IOException e) {
            throw new UserException("no temporary file can be made (" + e.getMessage() + "); check free space", e);
        }
    }

    private void add(Grid grid, String system, boolean trained, Path codec, GridExperiment experiment) {
        List<Bound> bounds = settings.bounds().stream().map(GridEncoding::bound).toList();
        for (Measured measured : GridEvaluation.evaluate(codec, experiment, bounds)) {
            rows.add(new Row(grid.field(), system, trained, measured));
            console.say(grid.field() + ", " + system + ": " + measured.line());
        }
    }

    private String table(List<String> verdicts) {
        StringBuilder text = new StringBuilder("# " + settings.title() + "\n\n");
        text.append(
                "Made by `nec4j reproduce`; do not edit. Ratios are to the fields' bytes as they were stored, masks counted; other programs'"
                        + " numbers were measured once and are to float32.\n\n");
        verdicts.forEach(verdict -> text.append("- ").append(verdict).append('\n'));
        text.append(
                "\n| field | system | bound | PSNR, dB | largest error, share of the range | bytes of streams | ratio | model, bytes"
                        + " | ratio with it | half the ratio from, MB of fields | values beyond the bound |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|---|\n");
        for (Grid grid : settings.grids()) {
            rows.stream().filter(row -> row.field().equals(grid.field())).forEach(row -> text.append(line(row)));
            for (Peer peer : grid.peers()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | | | %.4g | | | | |\n",
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

    private static String line(Row row) {
        Measured measured = row.measured();
        GridEncoding.Written written = measured.written();
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.2f | %.4f | %d | %.1f | %d | %.1f | %.1f | %d of %d |\n",
                row.field(),
                row.system(),
                GridEvaluation.words(measured.bound()),
                measured.psnr(),
                measured.largest(),
                written.streams(),
                written.ratio(),
                written.model(),
                written.ratioWithModel(),
                written.breakEven() / 1e6,
                measured.violations(),
                measured.cells());
    }

    private List<String> verdicts() {
        List<String> all = new ArrayList<>();
        long beyond =
                rows.stream().mapToLong(row -> row.measured().violations()).sum();
        long values = rows.stream().mapToLong(row -> row.measured().cells()).sum();
        all.add(String.format(
                Locale.ROOT,
                "Every value within its bound: %s (%d of %d values beyond).",
                beyond == 0 ? "holds" : "does not hold",
                beyond,
                values));
        for (Grid grid : settings.grids()) {
            ahead(grid).ifPresent(all::add);
            peers(grid, all);
        }
        return all;
    }

    private List<Row> unbound(Grid grid, boolean trained) {
        return rows.stream()
                .filter(row -> row.field().equals(grid.field())
                        && row.trained() == trained
                        && row.measured().bound().mode() == Mode.NONE)
                .toList();
    }

    /** A network is ahead where no codec of blocks has both a higher ratio and a smaller error, and one is beaten in both. */
    private Optional<String> ahead(Grid grid) {
        List<Row> blocks = unbound(grid, false);
        return unbound(grid, true).stream()
                .findFirst()
                .filter(row -> !blocks.isEmpty())
                .map(row -> {
                    Row nearest = blocks.stream()
                            .min((a, b) -> Double.compare(distance(a, row), distance(b, row)))
                            .orElseThrow();
                    boolean better = row.psnr() > nearest.psnr() && row.ratio() >= nearest.ratio();
                    boolean worse = row.psnr() < nearest.psnr() && row.ratio() <= nearest.ratio();
                    return String.format(
                            Locale.ROOT,
                            "%s, the network ahead of blocks: %s (%.1f dB at %.0f:1 against %.1f dB at %.0f:1).",
                            grid.field(),
                            better ? "holds" : worse ? "does not hold" : "cannot be told, they differ in ratio",
                            row.psnr(),
                            row.ratio(),
                            nearest.psnr(),
                            nearest.ratio());
                });
    }

    private static double distance(Row one, Row other) {
        return Math.abs(Math.log(one.ratio() / other.ratio()));
    }

    /** Against each peer: at its bound by the ratio; without one by the error of whatever has at least its ratio. */
    private void peers(Grid grid, List<String> verdicts) {
        for (Peer peer : grid.peers()) {
            List<Row> ours = rows.stream()
                    .filter(row -> row.field().equals(grid.field()))
                    .filter(row -> peer.bound().isPresent()
                            ? GridEvaluation.words(row.measured().bound())
                                    .equals(peer.bound().get())
                            : row.measured().bound().mode() == Mode.NONE && row.ratio() >= peer.ratio())
                    .toList();
            Optional<Row> best = ours.stream()
                    .max((a, b) -> peer.bound().isPresent()
                            ? Double.compare(a.ratio(), b.ratio())
                            : Double.compare(a.psnr(), b.psnr()));
            best.ifPresent(row -> verdicts.add(
                    peer.bound().isPresent()
                            ? String.format(
                                    Locale.ROOT,
                                    "%s, smaller than %s at %s, the model not counted: %s (%s, %.1f:1 against %.1f:1; with the model %.1f:1).",
                                    grid.field(),
                                    peer.system(),
                                    peer.bound().get(),
                                    row.ratio() > peer.ratio() ? "holds" : "does not hold",
                                    row.system(),
                                    row.ratio(),
                                    peer.ratio(),
                                    row.measured().written().ratioWithModel())
                            : String.format(
                                    Locale.ROOT,
                                    "%s, nearer than %s at %.0f:1, the model not counted: %s (%s, %.1f dB at %.0f:1 against %.1f dB).",
                                    grid.field(),
                                    peer.system(),
                                    peer.ratio(),
                                    row.psnr() > peer.psnr().orElse(Double.NaN) ? "holds" : "does not hold",
                                    row.system(),
                                    row.psnr(),
                                    row.ratio(),
                                    peer.psnr().orElse(Double.NaN))));
        }
    }
}
