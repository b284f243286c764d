package org.nec4j.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.UserException;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

class StudyTest {
    private static final String SYSTEMS = """
            systems {
              float-bits = [32]
              uniform-bits = [8]
              klt-cosine = [0.5]
              pooled = [0]
              raw = true
              jpeg = [2000]
            }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void writeSettings() throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }");
        Files.writeString(folder.resolve("base.conf"), """
                experiment.name = base
                model { preset = custom, image-size = 32, patch-size = 8, dim = 16, depth = 1, heads = 2
                        decoder-dim = 8, decoder-depth = 1, decoder-heads = 2 }
                data.sets = [scenes.conf]
                training { length = 1 steps, parameters = [{ pattern = "*", train = true }] }
                """);
        write("study.conf", SYSTEMS);
    }

    @Test
    void measuresEverySystemAndWritesTableAndFigure() {
        Results results = reproduce("study.conf");
        Map<String, Measurement> rows =
                results.measurements().stream().collect(Collectors.toMap(Measurement::system, m -> m));
        assertThat(rows.keySet())
                .containsExactlyInAnyOrder(
                        "uncompressed embedding",
                        "float + zstd",
                        "UQE + zstd",
                        "KLT + token DCT + rANS",
                        "pooled int8",
                        "raw + zstd",
                        "JPEG");
        Measurement uncompressed = rows.get("uncompressed embedding");
        assertThat(uncompressed.bytes()).isEqualTo(4 * 17 * 16);
        assertThat(uncompressed.images()).isEqualTo(20);
        // Lossless systems are judged alike, whether they code the embedding or the image.
        assertThat(rows.get("float + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
        assertThat(rows.get("raw + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
        assertThat(rows.get("raw + zstd").metrics().get("map_at_20"))
                .isCloseTo(uncompressed.metrics().get("map_at_20"), within(1e-12));
        assertThat(rows.get("pooled int8").bytes()).isEqualTo(16);
        assertThat(rows.get("JPEG").bytes()).isBetween(300.0, 2000.0);
        assertThat(folder.resolve("out/results.json")).exists();
        assertThat(folder.resolve("out/table.md")).content().contains("| UQE + zstd | 8 bits |");
        assertThat(folder.resolve("out/curve.svg")).content().contains("JPEG");
    }

    @Test
    void goesOnWhereItStoppedAndMeasuresAgainOnlyWhatChanged() throws IOException {
        write("part.conf", "systems { uniform-bits = [8] }");
        reproduce("part.conf");
        assertThat(rowFiles()).hasSize(2);
        for (Path row : rowFiles()) {
            Files.setLastModifiedTime(row, FileTime.fromMillis(1_000_000));
        }

        write("more.conf", "systems { uniform-bits = [8, 2] }");
        Results results = reproduce("more.conf");
        assertThat(results.measurements()).hasSize(3);
        assertThat(rowFiles()).hasSize(3);
        assertThat(untouched()).isEqualTo(2);

        write("other-seeds.conf", "seeds = [5]\nsystems { uniform-bits = [8] }");
        reproduce("other-seeds.conf");
        assertThat(rowFiles()).hasSize(5);
        assertThat(untouched()).isEqualTo(2);

        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 4 }");
        reproduce("part.conf");
        assertThat(rowFiles()).hasSize(7);
    }

    @Test
    void aDamagedRowIsNamed() throws IOException {
        write("part.conf", "systems { uniform-bits = [8] }");
        reproduce("part.conf");
        Path row = rowFiles().get(0);
        Files.writeString(row, "{ not json");
        assertThatThrownBy(() -> reproduce("part.conf"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(row.getFileName().toString())
                .hasMessageContaining("delete it");
    }

    @Test
    void settingsThatCannotBeAreToldWithTheirLine() throws IOException {
        write("wrong.conf", "systems { uniform-bits = [9], float-bits = [12], jpegs = [1] }");
        assertThatThrownBy(() -> reproduce("wrong.conf"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("uniform-bits")
                .hasMessageContaining("jpegs");
    }

    private Results reproduce(String study) {
        return Study.reproduce(folder.resolve(study), folder.resolve("out"), folder.resolve("work"), Console.silent());
    }

    private void write(String name, String settings) throws IOException {
        Files.writeString(
                folder.resolve(name), "name = test, title = test, data = scenes.conf, base = base.conf\n" + settings);
    }

    private List<Path> rowFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/rows"))) {
            return files.sorted().toList();
        }
    }

    private long untouched() throws IOException {
        long count = 0;
        for (Path row : rowFiles()) {
            count += Files.getLastModifiedTime(row).toMillis() == 1_000_000 ? 1 : 0;
        }
        return count;
    }
}
