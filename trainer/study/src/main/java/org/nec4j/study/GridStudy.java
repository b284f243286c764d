package org.nec4j.study;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.GridExperiment.Bound;
import org.nec4j.config.GridStudySettings;
import org.nec4j.config.GridStudySettings.Grid;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEvaluation;
import org.nec4j.gridded.GridEvaluation.Measured;
import org.nec4j.gridded.GridFit;
import org.nec4j.progress.Console;

/** Codecs of blocks, fitted here, and trained networks on the same fields under the same bounds, beside numbers of other programs. */
public final class GridStudy {
    private final GridStudySettings settings;
    private final Console console;
    private final List<GridRow> rows = new ArrayList<>();

    private GridStudy(GridStudySettings settings, Console console) {
        this.settings = settings;
        this.console = console;
    }

    /**
     * Measures everything and writes {@code results.json}, {@code table.md} and a figure of every field.
     *
     * @return the verdicts
     */
    public static List<String> reproduce(Path file, Path folder, Console console) {
        GridStudy study = new GridStudy(Configs.gridStudy(file).settings(), console);
        study.settings.grids().forEach(study::measure);
        GridTable table = new GridTable(study.settings, study.rows);
        List<String> verdicts = table.verdicts();
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(study.rows);
        write(folder.resolve(StudyFolders.RESULTS), json + "\n");
        write(folder.resolve("table.md"), table.of(verdicts));
        table.figures().forEach((name, figure) -> write(folder.resolve(name + ".svg"), figure.toSvg()));
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
            rows.add(new GridRow(grid.field(), system, trained, measured));
            console.say(grid.field() + ", " + system + ": " + measured.line());
        }
    }
}
