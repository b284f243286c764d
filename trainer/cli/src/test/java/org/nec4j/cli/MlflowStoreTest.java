package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That mlflow itself reads such a store was checked by hand, see docs/interchange.md. */
class MlflowStoreTest {
    @TempDir
    private Path folder;

    @Test
    void runsBecomeExperimentsParametersAndMetricsInMlflowsFiles() throws IOException {
        Path run = TinyRun.in(folder).train();
        Path store = folder.resolve("mlruns");

        Cli written = Cli.run("runs", folder.resolve("runs"), "--mlflow", store);

        assertThat(written.status()).as(written.err()).isZero();
        assertThat(written.out()).isEqualTo("1 run in " + store + "\n");
        Path experiment = only(store);
        assertThat(experiment.getFileName().toString()).matches("[0-9]{18}");
        assertThat(experiment.resolve("meta.yaml")).content().contains("name: \"tiny\"\n");
        Path kept = folders(experiment).get(0);
        assertThat(kept.resolve("meta.yaml"))
                .content()
                .contains("run_name: \"" + run.getFileName() + "\"\n", "status: 3\n", "run_id: " + kept.getFileName());
        assertThat(kept.resolve("params/objective.lambda")).hasContent("1000.0");
        List<String> loss = Files.readAllLines(kept.resolve("metrics/train/loss"));
        assertThat(loss).hasSize(3).allMatch(line -> line.matches("[0-9]{13} [-+0-9.Ee]+ [0-2]"));
        assertThat(loss.get(2).split(" ")[1])
                .isEqualTo(Files.readAllLines(run.resolve("metrics.csv")).get(3).split(",")[2]);
        assertThat(kept.resolve("metrics/coded_bytes_per_image")).exists();

        assertThat(Cli.run("runs", run, "--mlflow", store).status()).isZero();
        assertThat(folders(experiment)).as("a run written again").containsExactly(kept);
    }

    /** MLflow calls an empty file malformed, and lists no run of an experiment that has one. */
    @Test
    void aRunThatMeasuredNothingYetHasNoEmptyMetrics() throws IOException {
        Path run = TinyRun.in(folder).train("training.validation.images=0");
        Path store = folder.resolve("mlruns");
        assertThat(Files.readAllLines(run.resolve("validation.csv"))).hasSize(1);

        for (int time = 0; time < 2; time++) {
            assertThat(Cli.run("runs", run, "--mlflow", store).status()).isZero();
            Path metrics = folders(only(store)).get(0).resolve("metrics");
            assertThat(metrics.resolve("train/loss")).isNotEmptyFile();
            assertThat(metrics.resolve("validation/loss")).doesNotExist();
            Files.createDirectories(metrics.resolve("validation"));
            Files.createFile(metrics.resolve("validation/loss"));
        }
    }

    private static Path only(Path parent) throws IOException {
        List<Path> all = folders(parent);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static List<Path> folders(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.filter(Files::isDirectory).toList();
        }
    }
}
