package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalarsTest {
    @TempDir
    Path folder;

    @Test
    void namesThatLookLikeNumbersKeepTheirLetters() throws IOException {
        DatasetDescription set = Configs.dataset(write("set.conf", """
                name = 2024.10
                title = 007
                folders = [2024, 01, 1.50, true]
                classes = [01, 02, 1.50, 007, 1e3, 1E3, 0x1f, -0, 3., 100000000000000000000, true, null]
                source.licence = 4.0
                """)).settings();

        assertThat(set.name()).isEqualTo("2024.10");
        assertThat(set.title()).isEqualTo("007");
        assertThat(set.folders())
                .containsExactly(
                        folder.resolve("2024"), folder.resolve("01"), folder.resolve("1.50"), folder.resolve("true"));
        assertThat(set.classes())
                .containsExactly(
                        "01",
                        "02",
                        "1.50",
                        "007",
                        "1e3",
                        "1E3",
                        "0x1f",
                        "-0",
                        "3.",
                        "100000000000000000000",
                        "true",
                        "null");
        assertThat(set.source().licence()).isEqualTo("4.0");
    }

    @Test
    void aSettingThatAnotherNamesKeepsItsLetters() throws IOException {
        assertThat(Configs.dataset(write("set.conf", "name = 01.10\ntitle = ${name}\nfolders = [${name}]"))
                        .settings()
                        .title())
                .isEqualTo("01.10");
    }

    @Test
    void pointsOfASweepAndPresetsKeepTheirLetters() throws IOException {
        write("one.conf", "");
        Path file = write("e.conf", """
                experiment { name = 2024.10, runs = 01 }
                presets.007 { image-size = 32, patch-size = 8, dim = 16, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 1, decoder-heads = 2 }
                model.preset = 007
                data.sets = [one.conf]
                training { length = 3 steps, parameters = [{ pattern = "*", train = true }] }
                sweep { grid.experiment.title = [01, 1], list = [{ name = 00, objective.lambda = 5 }] }
                """);

        Sweep sweep = Configs.sweep(file, List.of()).orElseThrow();

        assertThat(sweep.points()).extracting(SweepPoint::name).containsExactly("title=01", "title=1", "00");
        assertThat(sweep.points().get(0).experiment().settings().experiment().title())
                .isEqualTo("01");
        assertThat(sweep.folder()).isEqualTo(folder.resolve("01/2024.10"));
    }

    @Test
    void textsAreNumbersAndTruthsWhereTheSettingIsOne() throws IOException {
        DatasetDescription set = Configs.dataset(
                        write("set.conf", "name = x\nkind = synthetic\nsynthetic { images = \"32\", seed = \" -7 \" }"))
                .settings();

        assertThat(set.synthetic().images()).isEqualTo(32);
        assertThat(set.synthetic().seed()).isEqualTo(-7);
        assertThatThrownBy(() -> Configs.dataset(write("set.conf", "name = x\nsynthetic.images = \"\"")))
                .hasMessageContaining("must be a whole number, not \"\"");
        assertThatThrownBy(() -> Configs.dataset(write("set.conf", "name = x\nsynthetic.images = \"3 2\"")))
                .hasMessageContaining("must be a whole number");
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
