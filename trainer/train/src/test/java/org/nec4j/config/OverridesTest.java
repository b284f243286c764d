package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class OverridesTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "run #3",
                "a // b",
                "\"quoted\"",
                "'single'",
                "a = b",
                "${HOME}",
                "[1, 2]",
                "{x}",
                "null",
                "007",
                "1e3",
                "include \"x\"",
                "half \"open",
                "back\\slash \\n",
                "a, experiment.seed = 9",
                "\u00e9t\u00e9 \u68ee\u6797"
            })
    void aTextIsTakenAsItStands(String title) throws IOException {
        Experiment read = read("experiment.title=" + title);

        assertThat(read.experiment().title()).isEqualTo(title);
        assertThat(read.experiment().seed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a//b", "runs #2", "a{b}", "[runs]", "2024.10", "a b", "\"q\""})
    void aPathIsTakenAsItStands(String path) throws IOException {
        assertThat(read("experiment.runs=" + path).experiment().runs())
                .isEqualTo(Path.of(path).normalize());
    }

    @Test
    void numbersTruthsWordsAndLengthsAreOfTheSettingsType() throws IOException {
        Experiment read = read(
                "objective.lambda=2.5e5",
                "data.batch-size=1e1",
                "data.enlarge=true",
                "entropy.model=Hyperprior",
                "training.length=\"7 epochs\"",
                "training.optimizer.betas=[0.5, 0.25]",
                "experiment.seed=9007199254740993");

        assertThat(read.objective().lambda()).isEqualTo(2.5e5);
        assertThat(read.data().batchSize()).isEqualTo(10);
        assertThat(read.data().enlarge()).isTrue();
        assertThat(read.entropy().model().word()).isEqualTo("hyperprior");
        assertThat(read.training().length()).isEqualTo(new Length(7, Length.Unit.EPOCHS));
        assertThat(read.training().optimizer().betas()).isEqualTo(new Betas(0.5, 0.25));
        assertThat(read.experiment().seed()).isEqualTo(9007199254740993L);
    }

    @Test
    void listsAndBlocksAreHocon() throws IOException {
        Files.writeString(folder.resolve("x y.conf"), "");
        Experiment read = read(
                "data.sets=[\"" + folder + "/x y.conf\", " + folder + "/one.conf]",
                "training.optimizer={ learning-rate = 1e-3, betas = [0, 0.5] }",
                "data.mean=[1, 2, 3]",
                "training.parameters=[{ pattern = \"a#b//c*\", train = false }, { pattern = \"*\", train = true }]");

        assertThat(read.data().sets()).containsExactly(folder.resolve("x y.conf"), folder.resolve("one.conf"));
        assertThat(read.training().optimizer().learningRate()).isEqualTo(1e-3);
        assertThat(read.data().mean()).containsExactly(1.0, 2.0, 3.0);
        assertThat(read.training().parameters().get(0).pattern()).isEqualTo("a#b//c*");
    }

    @Test
    void nullTakesAnOptionalValueAway() throws IOException {
        Experiment read = read("training.clip-norm=null", "model.checkpoint=null", "training.explosion-factor=null");

        assertThat(read.training().clipNorm()).isEmpty();
        assertThat(read.model().checkpoint()).isEqualTo(Optional.empty());
        assertThat(read.training().explosionFactor()).isEmpty();
    }

    @Test
    void nullTakesAnOptionalValueOfAChosenBlockAway() throws IOException {
        Experiment read = read(
                "objective.kind=distill",
                "entropy.model=transform",
                "objective.distill.cache=null",
                "objective.distill.filter-width=null",
                "entropy.transform.components=null");

        assertThat(read.objective().kind().toString()).contains("cache=Optional.empty", "filterWidth=Optional.empty");
        assertThat(read.entropy().model().toString()).contains("components=Optional.empty");
    }

    @Test
    void aPresetOfOnesOwnCanBeStated() throws IOException {
        Experiment read = read("presets.7b={ decoder-depth = 9 }", "presets.7b.decoder-depth=3", "model.preset=7b");

        assertThat(read.model().decoderDepth()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "data.sets=[a//b.conf]",
                "data.sets=[a] # b",
                "data.mean=[1, 2, 3], experiment.seed = 5",
                "data.mean=[1, 2",
                "data.crop-scale=[0.2, 1]x",
                "data.crop-scale=[0.2, 1] x",
                "data.crop-scale=[0.2, 1] 3",
                "data={ batch-size = 3 } seed",
                "training.optimizer={ include \"x.conf\" }",
                "training.optimizer={ include url(\"http://127.0.0.1:9/\") }",
                "data.mean=1",
                "data.batch-size=0x10",
                "data.batch-size=1d",
                "objective.lambda=NaN",
                "data.enlarge=1",
                "experiment.seed=1.5",
                "experiment.seed=1e99999999999",
                "=1",
                "lambda 5"
            })
    void whatIsNoValueOfTheSettingIsRefusedInOneSentence(String assignment) {
        assertThatThrownBy(() -> read(assignment))
                .isInstanceOf(UserException.class)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void anUnknownSettingIsToldFromTheCommandLine() {
        assertThatThrownBy(() -> read("nosuch.key=1"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("command line: nosuch is no setting");
    }

    private Experiment read(String... assignments) throws IOException {
        Files.writeString(folder.resolve("one.conf"), "");
        Path file = Files.writeString(folder.resolve("e.conf"), """
            experiment.name = e
            model { preset = custom, image-size = 32, patch-size = 8, dim = 16, depth = 2, heads = 2
              decoder-dim = 16, decoder-heads = 2 }
            presets.custom.decoder-depth = 1
            data.sets = [one.conf]
            training { length = 3 steps, parameters = [{ pattern = "*", train = true }], clip-norm = 1 }
            """);
        return Configs.experiment(file, List.of(assignments)).settings();
    }
}
