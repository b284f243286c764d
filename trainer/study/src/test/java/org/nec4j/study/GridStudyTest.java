package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.gridded.GridTraining;
import org.nec4j.netcdf.NetcdfDimension;
import org.nec4j.netcdf.NetcdfHeader;
import org.nec4j.netcdf.NetcdfType;
import org.nec4j.netcdf.NetcdfVariable;
import org.nec4j.netcdf.NetcdfWriter;
import org.nec4j.progress.Console;

class GridStudyTest {
    private static final int TIMES = 4;
    private static final int SIDE = 16;

    @TempDir
    private Path folder;

    @Test
    void trainsItsNetworksAndGoesOnWithOneThatWasStopped() throws IOException {
        Path study = study();
        List<String> verdicts = GridStudy.reproduce(study, folder("out"), folder.resolve("work"), Console.silent());
        assertThat(verdicts)
                .anyMatch(verdict -> verdict.startsWith("Every value within its bound: holds (0 of "))
                .anyMatch(verdict -> verdict.startsWith("waves, the network ahead of blocks at equal bytes: "));
        assertThat(folder.resolve("out/table.md")).content().contains("| waves | network, short | rel=0.01 | ");
        assertThat(folder.resolve("out/waves.svg")).isNotEmptyFile();

        // A run that was stopped behind three of its six steps lies where the study looks for it.
        Path run = Files.createDirectories(
                folder.resolve("other").resolve(name(study)).resolve("waves_short"));
        AtomicInteger steps = new AtomicInteger();
        GridTraining.Result stopped = GridTraining.train(
                Configs.grid(folder.resolve("waves.conf"), List.of()),
                Console.silent(),
                () -> steps.incrementAndGet() == 3);
        assertThat(stopped.finished()).isFalse();
        Files.delete(run);
        Files.move(stopped.folder(), run);
        GridStudy.reproduce(study, folder("again"), folder.resolve("other"), Console.silent());
        assertThat(metrics(run)).hasSize(7);
        assertThat(folder.resolve("again/results.json")).hasSameTextualContentAs(folder.resolve("out/results.json"));
    }

    @Test
    void leavesAFinishedNetworkAsItIs() throws IOException {
        Path study = study();
        GridStudy.reproduce(study, folder("out"), folder.resolve("work"), Console.silent());
        Path metrics = folder.resolve("work").resolve(name(study)).resolve("waves_short/metrics.csv");
        List<Path> before = files(metrics.getParent());
        var written = Files.getLastModifiedTime(before.get(0));
        GridStudy.reproduce(study, folder("again"), folder.resolve("work"), Console.silent());
        assertThat(files(metrics.getParent())).isEqualTo(before);
        assertThat(Files.getLastModifiedTime(before.get(0))).isEqualTo(written);
        assertThat(folder.resolve("again/results.json")).hasSameTextualContentAs(folder.resolve("out/results.json"));
    }

    private static String name(Path study) {
        return study.toAbsolutePath().getParent().getFileName().toString();
    }

    private static List<Path> files(Path run) throws IOException {
        try (var files = Files.list(run.resolve("checkpoints"))) {
            return files.sorted().toList();
        }
    }

    private static List<String> metrics(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.csv"));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(folder.resolve(name));
    }

    private Path study() throws IOException {
        Path fields = folder.resolve("fields.nc");
        List<NetcdfDimension> axes = List.of(
                new NetcdfDimension("time", TIMES, true),
                new NetcdfDimension("lat", SIDE, false),
                new NetcdfDimension("lon", SIDE, false));
        NetcdfVariable height = new NetcdfVariable("height", NetcdfType.FLOAT, List.of(0, 1, 2), List.of());
        NetcdfWriter.write(fields, new NetcdfHeader(1, axes, List.of(), List.of(height)), variable -> {
            double[] values = new double[TIMES * SIDE * SIDE];
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.sin(i / 5.0) + i / 300.0;
            }
            return variable.type().bytes(values);
        });
        Files.write(
                folder.resolve("waves.conf"),
                List.of(
                        "experiment { name = waves, runs = runs }",
                        "objective.kind = vq-grid",
                        "data { files = [fields.nc], variables = [height], train = [0, 2] }",
                        "model { pre = 2, width = 4, dim = 6, codes = 7, blocks = 1 }",
                        "training { steps = 6, batch-size = 2, window = 8, learning-rate = 0.001, checkpoint-every = 3, log-every = 1 }"));
        return Files.write(
                folder.resolve("study.conf"),
                List.of(
                        "title = Waves",
                        "bounds = [none, \"rel=0.01\"]",
                        "grids = [{ field = waves, experiment = waves.conf, settings = [], blocks = [1, 2],",
                        "  networks = [{ name = short, settings = [] }], peers = [] }]"));
    }
}
