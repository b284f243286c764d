package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ConfigsShippedTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).normalize();

    @Test
    void everyExperimentIsSound() throws IOException {
        List<Path> experiments = files("configs").stream()
                .filter(f -> !f.startsWith(ROOT.resolve("configs/base")))
                .toList();

        assertThat(experiments).hasSizeGreaterThanOrEqualTo(4);
        assertSound(experiments);
    }

    @Test
    void everyStudyIsSound() throws IOException {
        List<Path> studies = files("experiments").stream()
                .filter(f -> f.endsWith("study.conf"))
                .toList();

        assertThat(studies).hasSizeGreaterThanOrEqualTo(6);
        assertSound(studies);
    }

    @Test
    void everyDataSetDescriptionIsSound() throws IOException {
        assertThat(files("datasets")).hasSizeGreaterThanOrEqualTo(5);
        assertSound(files("datasets"));
    }

    @Test
    void everyCheckpointDescriptionIsSoundAndClaimsNoDigestThatNobodyChecked() throws IOException {
        assertThat(files("checkpoints")).hasSizeGreaterThanOrEqualTo(6);
        assertSound(files("checkpoints"));
        for (Path file : files("checkpoints")) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .contains("sha256 = null", "licence = ", "citation = ");
        }
    }

    @Test
    void everyExperimentSaysHowToRunIt() throws IOException {
        for (Path file : files("configs")) {
            String text = Files.readString(file);
            assertThat(text).as(file.toString()).startsWith("# ");
            if (!file.startsWith(ROOT.resolve("configs/base"))) {
                assertThat(text).as(file.toString()).containsPattern("# Run: +\\./nec4j ((pre)?train|sweep) configs/");
            }
        }
    }

    @Test
    void everyDataSetThatWasNotDrawnSaysItsLicenceAndItsOrigin() throws IOException {
        for (Path file : files("datasets")) {
            assertThat(Files.readString(file)).as(file.toString()).contains("licence");
        }
    }

    private static void assertSound(List<Path> files) {
        Object[] words = Stream.concat(Stream.of("validate"), files.stream()).toArray();
        Cli run = Cli.run(words);

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).hasLineCount(files.size());
    }

    private static List<Path> files(String folder) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT.resolve(folder))) {
            return all.filter(f -> f.toString().endsWith(".conf")).sorted().toList();
        }
    }
}
