package org.nec4j.study;

import com.google.gson.GsonBuilder;
import java.io.IOException;
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
import org.nec4j.config.GridStudySettings.Network;
import org.nec4j.config.Loaded;
import org.nec4j.gridded.GridEncoding;
import org.nec4j.gridded.GridEvaluation;
import org.nec4j.gridded.GridEvaluation.Measured;
import org.nec4j.gridded.GridExport;
import org.nec4j.gridded.GridFit;
import org.nec4j.gridded.GridTraining;
import org.nec4j.progress.Console;

/**
 * The verb {@code reproduce} for gridded fields: codecs of blocks, fitted, and networks, trained, on the same fields under the same bounds, beside
 * numbers of other programs. Stopped or killed, it goes on with the network it was at; blocks take seconds and are fitted anew.
 */
public final class GridStudy {
    private final GridStudySettings settings;
    private final StudyFolders folders;
    private final Console console;
    private final List<GridRow> rows = new ArrayList<>();

    private GridStudy(GridStudySettings settings, StudyFolders folders, Console console) {
        this.settings = settings;
        this.folders = folders;
        this.console = console;
    }

    /**
     * Measures everything and writes {@code results.json}, {@code table.md} and a figure of every field.
     *
     * @param output receives them
     * @param work   keeps the runs of networks
     * @return the verdicts
     */
    public static List<String> reproduce(Path file, Path output, Path work, Console console) {
        GridStudy study =
                new GridStudy(Configs.gridStudy(file).settings(), StudyFolders.of(file, output, work), console);
        study.settings.grids().forEach(study::measure);
        GridTable table = new GridTable(study.settings, study.rows);
        List<String> verdicts = table.verdicts();
        String json = new GsonBuilder()
                .setPrettyPrinting()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(study.rows);
        study.folders.write(StudyFolders.RESULTS, json + "\n");
        study.folders.write("table.md", table.of(verdicts));
        table.figures().forEach((name, figure) -> study.folders.write(name + ".svg", figure.toSvg()));
        return verdicts;
    }

    private void measure(Grid grid) {
        for (int blocks : grid.blocks()) {
            GridExperiment experiment =
                    config(grid, List.of("model.blocks=" + blocks)).settings();
            Path codec = temporary();
            try {
                GridFit.fit(experiment, codec, console);
                add(grid, "blocks, R = " + blocks, false, codec, experiment);
            } finally {
                AtomicFile.delete(codec);
            }
        }
        for (Network network : grid.networks()) {
            Loaded<GridExperiment> config = config(grid, network.settings());
            Path run = folders.run(grid.field() + "_" + network.name());
            GridTraining.train(config, run, console);
            Path codec = run.resolve("codec.nec");
            GridExport.export(run, codec);
            add(grid, "network, " + network.name(), true, codec, config.settings());
        }
    }

    private static Loaded<GridExperiment> config(Grid grid, List<String> further) {
        List<String> assignments = new ArrayList<>(grid.settings());
        assignments.addAll(further);
        return Configs.grid(grid.experiment(), assignments);
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
        for (Measured measured : GridEvaluation.evaluate(codec, experiment, bounds, console)) {
            rows.add(new GridRow(grid.field(), system, trained, measured));
            console.say(grid.field() + ", " + system + ": " + measured.line());
        }
    }
}
