package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;

class StudyTest {
    private static final String SYSTEMS = """
            systems {
              float-bits = [32]
              uniform-bits = [8]
              transform = [0.5]
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
                        "nec4j transform",
                        "pooled int8",
                        "raw + zstd",
                        "JPEG");
        Measurement uncompressed = rows.get("uncompressed embedding");
        assertThat(uncompressed.bytes()).isEqualTo(4 * 17 * 16);
        assertThat(uncompressed.images()).isEqualTo(20);
        // Lossless systems are judged alike, whether they code the embedding or the image.
        assertThat(rows.get("float + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
        assertThat(rows.get("raw + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
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
    void headsThatNeedTokensLeaveVectorsOut() throws IOException {
        write(
                "heads.conf",
                "heads = [linear, \"linear+decoder\", retrieval]\nseeds = [0]\nsystems { pooled = [0], raw = true }");
        Results results = reproduce("heads.conf");
        assertThat(results.measurements().stream().map(m -> m.system() + ": " + m.head()))
                .containsExactly(
                        "uncompressed embedding: linear",
                        "uncompressed embedding: linear+decoder",
                        "uncompressed embedding: retrieval",
                        "pooled int8: linear",
                        "pooled int8: retrieval",
                        "raw + zstd: linear",
                        "raw + zstd: linear+decoder",
                        "raw + zstd: retrieval");
        assertThat(folder.resolve("out/table.md")).content().contains("mAP@20 %");
    }

    @Test
    void systemsOnImagesAreJudgedByAFineTuneWhereTheStudyAsksForIt() throws IOException {
        write("tuned.conf", "seeds = [0]\nfine-tune { enabled = true, epochs = 2 }\n" + SYSTEMS);
        Map<String, Measurement> rows = reproduce("tuned.conf").measurements().stream()
                .filter(m -> m.head().equals("attention+fine-tune"))
                .collect(Collectors.toMap(Measurement::system, m -> m));
        assertThat(rows.keySet()).containsExactlyInAnyOrder("raw + zstd", "JPEG");
        assertThat(rows.get("raw + zstd").bytes()).isGreaterThan(2000);
        assertThat(rows.get("JPEG").images()).isEqualTo(20);
        assertThat(rows.get("JPEG").metrics()).containsKey("macro_f1");

        assertThat(reproduce("tuned.conf").measurements()).hasSize(9);
        write("tuned.conf", "seeds = [0]\nfine-tune { enabled = true, epochs = 1 }\n" + SYSTEMS);
        int before = rowFiles().size();
        reproduce("tuned.conf");
        assertThat(rowFiles()).as("another recipe measures the fine-tunes anew").hasSize(before + 2);
    }

    /** A child process is killed as soon as its first rate point is on the disk; what it measured is not measured again. */
    @Test
    void aKillCostsNoMoreThanTheRatePointAtHand() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules=jdk.incubator.vector",
                        "-Dorg.bytedeco.javacpp.platform.extension="
                                + System.getProperty("org.bytedeco.javacpp.platform.extension", ""),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
        try {
            while (child.isAlive()
                    && (!Files.isDirectory(folder.resolve("work/rows"))
                            || rowFiles().isEmpty())) {
                Thread.sleep(1);
            }
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue())
                .as(Files.readString(folder.resolve("child.log")))
                .isNotZero();
        int measured = rowFiles().size();
        assertThat(measured).isBetween(1, 6);
        for (Path row : rowFiles()) {
            Files.setLastModifiedTime(row, FileTime.fromMillis(1_000_000));
        }
        assertThat(reproduce("study.conf").measurements()).hasSize(7);
        assertThat(untouched()).isEqualTo(measured);
        assertThat(folder.resolve("out/results.json")).exists();
    }

    /** Reproduces the study in the folder it is given. */
    static final class Child {
        public static void main(String[] folder) {
            Path here = Path.of(folder[0]);
            Study.reproduce(
                    here.resolve("study.conf"), here.resolve("out"), here.resolve("work"), Set.of(), Console.silent());
        }
    }

    @Test
    void otherHeadsNeedNoSecondCoding() throws IOException {
        write("part.conf", "seeds = [0]\nsystems { jpeg = [2000] }");
        Results first = reproduce("part.conf");
        List<Path> points = points();
        assertThat(points).hasSize(2);
        for (Path point : points) {
            Files.setLastModifiedTime(point, FileTime.fromMillis(1_000_000));
        }
        write("part.conf", "seeds = [0]\nheads = [linear, knn]\nsystems { jpeg = [2000] }");
        Results second = reproduce("part.conf");
        assertThat(second.measurements()).hasSize(4);
        assertThat(second.measurements().get(2).accuracies())
                .isEqualTo(first.measurements().get(1).accuracies());
        assertThat(points()).isEqualTo(points);
        for (Path point : points) {
            assertThat(Files.getLastModifiedTime(point).toMillis()).isEqualTo(1_000_000);
        }
    }

    private List<Path> points() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/points"))) {
            return files.sorted().toList();
        }
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
        return Study.reproduce(
                folder.resolve(study), folder.resolve("out"), folder.resolve("work"), Set.of(), Console.silent());
    }

    private void write(String name, String settings) throws IOException {
        Files.writeString(
                folder.resolve(name), "name = test, title = test, data = scenes.conf, base = base.conf\n" + settings);
    }

    private List<Path> rowFiles() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("work/rows"))) {
            // What a killed writer was at lies beside them under another name.
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
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
