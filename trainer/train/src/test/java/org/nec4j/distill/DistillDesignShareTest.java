package org.nec4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.audit.Validation;
import org.nec4j.codec.error.UserException;

/** What share of a preset's numbers trains by the settings that every shipped distillation includes. */
class DistillDesignShareTest {
    private static final Path ROOT =
            Path.of(System.getProperty("nec4j.root", "../..")).toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"tiny, 0.0968, 9.7 %", "small, 0.1010, 10.1 %", "base, 0.0974, 9.7 %"})
    void staysInThePromisedBandAndIsWhatTheDocumentSays(String preset, String share, String words) throws IOException {
        assertThat(Validation.check(experiment(preset, ""), List.of())).contains("a sound experiment");
        assertThatThrownBy(
                        () -> Validation.check(experiment(preset, "training.trainable-share = [0.5, 0.6]"), List.of()))
                .hasMessageContaining("but " + share + " of the numbers would train");
        assertThat(Files.readString(ROOT.resolve("docs/trained-codec.md"))).contains("`" + preset + "` " + words);
    }

    @Test
    void isToldWithTheSettingThatChangesItWhereItMissesTheBand() throws IOException {
        Path narrow = experiment("tiny", "objective.distill.filter-width = 96");

        assertThatThrownBy(() -> Validation.check(narrow, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("training.trainable-share promises [0.08, 0.12], but 0.0377 of the numbers would"
                        + " train; change objective.distill.filter-width, training.parameters or the band");
    }

    private Path experiment(String preset, String more) throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes\nkind = synthetic\nsynthetic { images = 80, side = 224 }\n");
        return Files.writeString(
                folder.resolve("run.conf"), """
                include "%s"
                experiment { name = share, runs = runs }
                model.preset = %s
                data.sets = [scenes.conf]
                %s
                """.formatted(ROOT.resolve("configs/base/nect.conf"), preset, more));
    }
}
