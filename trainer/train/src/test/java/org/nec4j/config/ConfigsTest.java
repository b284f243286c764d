package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class ConfigsTest {
    @TempDir
    Path folder;

    private static final String SMALLEST = """
            experiment.name = smallest
            model.preset = tiny
            data.sets = [sets/one.conf]
            training {
              length = 3 steps
              parameters = [{ pattern = "*", train = true }]
            }
            """;

    @BeforeEach
    void placeADataSet() throws IOException {
        write("sets/one.conf", "");
    }

    @Test
    void fillsWhatTheFileDoesNotSayFromThePresetAndTheDefaults() throws IOException {
        Experiment e = read(SMALLEST).settings();

        assertThat(e.model().dim()).isEqualTo(192);
        assertThat(e.model().imageSize()).isEqualTo(new ImageSides(128, 128));
        assertThat(e.model().checkpoint()).isEmpty();
        assertThat(e.data().cropScale()).isEqualTo(new Span(0.2, 1.0));
        assertThat(e.training().length()).isEqualTo(new Length(3, Length.Unit.STEPS));
        assertThat(e.training().optimizer().betas()).isEqualTo(new Betas(0.9, 0.95));
        assertThat(e.objective().likelihood()).isEqualTo(ObjectiveSettings.Likelihood.SIGN_TRICK);
        assertThat(e.training().parameters())
                .containsExactly(new ParameterRule("*", true, Optional.empty(), Optional.empty()));
    }

    @Test
    void aValueInTheFileWinsOverThePresetAndOneOnTheCommandLineOverBoth() throws IOException {
        Experiment e = read(SMALLEST + "model.depth = 6\nmodel.dim = 96\n", "model.dim=48", "objective.lambda=1e10")
                .settings();

        assertThat(e.model().depth()).isEqualTo(6);
        assertThat(e.model().dim()).isEqualTo(48);
        assertThat(e.model().heads()).isEqualTo(3);
        assertThat(e.objective().lambda()).isEqualTo(1e10);
    }

    @Test
    void theLaterOfTwoAssignmentsWins() throws IOException {
        assertThat(read(SMALLEST, "experiment.seed=1", "experiment.seed=2")
                        .settings()
                        .experiment()
                        .seed())
                .isEqualTo(2);
    }

    @Test
    void pathsAreRelativeToTheFileThatStatesThem() throws IOException {
        write("base/sets/two.conf", "");
        write("base/common.conf", SMALLEST.replace("sets/one.conf", "sets/two.conf"));
        Path file = write("mine.conf", "include \"base/common.conf\"\nexperiment.runs = here");

        Experiment e = Configs.experiment(file, List.of()).settings();

        assertThat(e.data().sets()).containsExactly(folder.resolve("base/sets/two.conf"));
        assertThat(e.experiment().runs()).isEqualTo(folder.resolve("here"));
        assertThat(Configs.experiment(file, List.of("experiment.runs=there"))
                        .settings()
                        .experiment()
                        .runs())
                .isEqualTo(Path.of("there"));
    }

    @Test
    void substitutionsReachDefaults() throws IOException {
        Experiment e = read(
                        SMALLEST + "training.auxiliary.learning-rate = ${training.optimizer.learning-rate}",
                        "training.optimizer.learning-rate=2e-3")
                .settings();

        assertThat(e.training().auxiliary().learningRate()).isEqualTo(2e-3);
    }

    @Test
    void reportsEveryProblemAtOnceWithItsLineAndKey() throws IOException {
        Path file = write("bad.conf", """
                experiment.name = "no/slash"
                model.preset = tiny
                model.dept = 3
                model.heads = 5
                data { sets = [absent.conf], batch-size = many, enlarge = 1 }
                objective.mask-ratio = 1.5
                objective.lambda-convention = batchsum
                training.length = 3
                lambda = 4
                """);

        assertThatThrownBy(() -> Configs.experiment(file, List.of("data.threads=-1")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has 12 problems")
                .hasMessageContaining(file + ":1: experiment.name \"no/slash\" cannot begin a folder's name")
                .hasMessageContaining(file + ":3: model.dept is no setting; did you mean model.depth?")
                .hasMessageContaining(file + ":4: model.heads 5 do not divide dim 192.")
                .hasMessageContaining(
                        file + ":5: data.sets[0] names " + folder.resolve("absent.conf") + ", which does not exist.")
                .hasMessageContaining(file + ":5: data.batch-size must be a whole number, not \"many\".")
                .hasMessageContaining(file + ":5: data.enlarge must be true or false, not 1.")
                .hasMessageContaining(file + ":6: objective.mask-ratio is 1.5, which lies outside [0, 1).")
                .hasMessageContaining(
                        file + ":7: objective.lambda-convention is \"batchsum\"; did you mean \"batch-sum\"?")
                .hasMessageContaining(file + ":8: training.length must be a number and its unit")
                .hasMessageContaining(file + ": training.parameters is missing; it takes a list of blocks.")
                .hasMessageContaining(file + ":9: lambda is no setting; did you mean objective.lambda?");
    }

    @Test
    void namesTheCommandLineAsTheOriginOfWhatIsWrongThere() throws IOException {
        assertThatThrownBy(() -> read(SMALLEST, "data.threads=-1"))
                .hasMessage("command line: data.threads is -1, which lies outside [0, 256].");
    }

    @Test
    void refusesAnAssignmentWithoutAKey() {
        assertThatThrownBy(() -> read(SMALLEST, "lambda")).hasMessageContaining("write key=value");
    }

    @Test
    void refusesAnIncludedFileThatIsAbsent() throws IOException {
        assertThatThrownBy(() -> read("include \"base/gone.conf\"\n" + SMALLEST))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("includes \"base/gone.conf\", which does not exist");
    }

    @Test
    void refusesAMissingFileAFolderAndASlipOfSyntax() throws IOException {
        assertThatThrownBy(() -> Configs.experiment(folder.resolve("none.conf"), List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("does not exist");
        assertThatThrownBy(() -> Configs.experiment(folder, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is a folder");
        Path broken = write("broken.conf", "model {\n  dim = [1, 2\n}\n");
        assertThatThrownBy(() -> Configs.experiment(broken, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(broken + ":3: is not HOCON");
    }

    @Test
    void refusesAFileThatIsNoTextInOneShortLine() throws IOException {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);
        Path file = Files.write(folder.resolve("noise.conf"), noise);
        Path large = Files.write(folder.resolve("large.conf"), new byte[(1 << 20) + 1]);

        assertThatThrownBy(() -> Configs.experiment(file, List.of()))
                .isInstanceOf(UserException.class)
                .message()
                .hasSizeLessThan(400)
                .doesNotContain("\n");
        assertThatThrownBy(() -> Configs.experiment(large, List.of()))
                .hasMessageContaining("1048577 bytes are too many for settings");
    }

    @Test
    void refusesASubstitutionOfNothing() {
        assertThatThrownBy(() -> read(SMALLEST + "experiment.title = ${nowhere}"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void refusesAnUnknownPreset() {
        assertThatThrownBy(() -> read(SMALLEST, "model.preset=tinny"))
                .isInstanceOf(UserException.class)
                .hasMessage("command line: model.preset is \"tinny\"; did you mean \"tiny\"? It is one of base, custom,"
                        + " large, small, tiny.");
    }

    @Test
    void anUnknownPresetIsTheOneProblemThatItIs() throws IOException {
        Path file = write("e.conf", SMALLEST + "model { preset = huge, heads = 5, dept = 3 }\n");

        assertThat(Configs.examineExperiment(file, List.of()).problems())
                .extracting(Problem::key)
                .containsExactly("model.preset", "model.dept");
        assertThatThrownBy(() -> read(SMALLEST, "model=5")).hasMessageContaining("model must be a block in braces");
    }

    @Test
    void refusesAnEmptyPathAsAVariableThatIsSetToNothingMakesIt() {
        assertThatThrownBy(() -> read(SMALLEST + "model.checkpoint = \"\"\n"))
                .hasMessageContaining(
                        "model.checkpoint is empty where a path is expected; unset a variable that is set to nothing");
    }

    @Test
    void aSlipInTheKindOfAnObjectiveSaysWhichIsMeant() throws IOException {
        Path file = write("grid.conf", "objective.kind = vq-grids");

        assertThat(Configs.kind(file)).isEqualTo(Configs.Kind.GRID);
        assertThatThrownBy(() -> Configs.grid(file, List.of()))
                .hasMessageContaining("objective.kind is \"vq-grids\"; did you mean \"vq-grid\"?");
    }

    @Test
    void refusesANameThatNoFileSystemTakes() {
        assertThatThrownBy(() -> read(SMALLEST, "experiment.name=" + "n".repeat(201)))
                .hasMessageContaining("use at most 200");
    }

    @Test
    void aSizeIsWrittenAsItIsRead() throws IOException {
        for (String size : List.of("32", "[32, 64]")) {
            assertThat(read(SMALLEST, "model.image-size=" + size).resolved())
                    .contains(new Setting("model.image-size", size, "command line"));
        }
    }

    @Test
    void keepsTheOriginOfEverySetting() throws IOException {
        List<Setting> resolved = read(SMALLEST, "experiment.seed=7").resolved();

        assertThat(resolved).contains(new Setting("experiment.seed", "7", "command line"));
        assertThat(resolved).contains(new Setting("training.length", "\"3 steps\"", folder.resolve("e.conf") + ":5"));
        assertThat(resolved)
                .filteredOn(s -> s.key().equals("model.dim"))
                .singleElement()
                .satisfies(s -> assertThat(s.origin()).startsWith("reference.conf:"));
    }

    @Test
    void theRenderedSettingsReadBackToTheSameExperiment() throws IOException {
        Loaded<Experiment> first = read(SMALLEST, "training.clip-norm=1", "experiment.title=a: \"b\"");
        Path again = write("elsewhere/resolved.conf", first.render());

        Experiment second = Configs.experiment(again, List.of()).settings();

        assertThat(second.training()).isEqualTo(first.settings().training());
        assertThat(second.model()).isEqualTo(first.settings().model());
        assertThat(second.data()).isEqualTo(first.settings().data());
        assertThat(second.experiment().title()).isEqualTo("a: \"b\"");
        assertThat(Configs.experiment(again, List.of("experiment.seed=9")).differences(first))
                .containsExactly("experiment.seed: 9, 0");
    }

    @Test
    void aRunsOwnFileKnowsAPresetOfTheUsers() throws IOException {
        Loaded<Experiment> first =
                read(SMALLEST + "presets.mine = { image-size = 32, patch-size = 8, dim = 8, depth = 5, heads = 2\n"
                        + "decoder-dim = 8, decoder-depth = 1, decoder-heads = 2 }\nmodel.preset = mine");
        Path again = write("elsewhere/resolved.conf", first.render());

        assertThat(Configs.experiment(again, List.of()).settings().model())
                .isEqualTo(first.settings().model());
    }

    @Test
    void noStatedNumberOfThreadsIsAQuarterOfTheProcessors() throws IOException {
        DataSettings chosen = read(SMALLEST).settings().data();

        assertThat(IntStream.of(1, 2, 8, 12, 64).map(chosen::workers)).containsExactly(1, 1, 2, 3, 4);
        assertThat(read(SMALLEST, "data.threads=7").settings().data().workers(2))
                .isEqualTo(7);
    }

    private Loaded<Experiment> read(String text, String... assignments) throws IOException {
        return Configs.experiment(write("e.conf", text), List.of(assignments));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }
}
