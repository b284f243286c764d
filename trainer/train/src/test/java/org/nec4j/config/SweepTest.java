package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class SweepTest {
    private static final String BASE = """
            experiment { name = base, runs = runs, title = "lambda "${objective.lambda} }
            model.preset = tiny
            data.sets = [one.conf]
            training { length = 3 steps, parameters = [{ pattern = "*", train = true }] }
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void placeADataSet() throws IOException {
        Files.writeString(folder.resolve("one.conf"), "");
    }

    @Test
    void aFileWithoutASweepHasNone() throws IOException {
        assertThat(Configs.sweep(write(BASE), List.of())).isEmpty();
    }

    @Test
    void aGridIsEveryCombinationAndAListFollowsIt() throws IOException {
        Sweep sweep = sweep("""
                sweep {
                  grid { objective.lambda = [1e4, 250000], experiment { seed = [0, 1] } }
                  list = [{ objective { lambda = 7 }, model.preset = small }]
                }""");

        assertThat(names(sweep))
                .containsExactly(
                        "seed=0,lambda=1e4",
                        "seed=0,lambda=2.5e5",
                        "seed=1,lambda=1e4",
                        "seed=1,lambda=2.5e5",
                        "preset=small,lambda=7");
        SweepPoint third = sweep.points().get(2);
        assertThat(third.values()).isEqualTo(Map.of("seed", "1", "lambda", "1e4"));
        assertThat(third.folder()).isEqualTo(folder.resolve("runs/base/seed=1,lambda=1e4"));
        assertThat(third.experiment().settings().objective().lambda()).isEqualTo(1e4);
        assertThat(third.experiment().settings().experiment().title()).isEqualTo("lambda 1e4");
        assertThat(sweep.points().get(4).experiment().settings().model().dim()).isEqualTo(384);
        assertThat(third.experiment().resolved())
                .contains(new Setting("objective.lambda", "10000.0", folder.resolve("e.conf") + ":6 (swept)"))
                .noneMatch(setting -> setting.key().startsWith("sweep"));
    }

    @Test
    void listsOfRulesAndLongValuesAreNamedByADigestThatOtherPointsDoNotChange() throws IOException {
        String rules = "[{ pattern = \"norm*\", train = true }, { pattern = \"*\", train = false }]";
        String one = "sweep.grid.training.parameters = [" + rules + "]";
        String two = "sweep.grid.training.parameters = [[{ pattern = \"*\", train = true }], " + rules + "]";

        String name = names(sweep(one)).get(0);

        assertThat(name).matches("parameters=[0-9a-f]{8}");
        assertThat(names(sweep(two))).hasSize(2).doesNotHaveDuplicates().contains(name);
        assertThat(names(sweep("sweep.grid.training.optimizer.learning-rate = [0.00060, 0.25, 30]")))
                .containsExactly(
                        "optimizer.learning-rate=6e-4", "optimizer.learning-rate=0.25", "optimizer.learning-rate=30");
        assertThat(sweep(one).points().get(0).experiment().settings().training().parameters())
                .hasSize(2);
    }

    @Test
    void valuesThatLookAlikeInAFoldersNameAreToldApart() throws IOException {
        List<String> names = names(sweep("sweep.grid.experiment.title = [\"a b\", \"a/b\", A-B]"));

        assertThat(names).hasSize(3).allMatch(name -> name.matches("title=[aA]-[bB],[0-9a-f]{8}"));
        assertThat(names.stream().map(String::toLowerCase)).doesNotHaveDuplicates();
    }

    @Test
    void aPointOfAListMayHaveANameAndAValueOfNull() throws IOException {
        Sweep sweep = sweep("""
                training.clip-norm = 3
                sweep.list = [{ name = free, training.clip-norm = null }, { training.clip-norm = 1 }]""");

        assertThat(names(sweep)).containsExactly("free", "clip-norm=1");
        assertThat(sweep.point("free").experiment().settings().training().clipNorm())
                .isEmpty();
    }

    @Test
    void everyProblemOfEveryPointIsToldAtOnceWithItsLine() throws IOException {
        Path file = write(BASE + """
                sweep {
                  grid.objective.mask-ratio = [0.5, 1.5]
                  list = [{ training.length = 3 }, { model.preset = tinny }]
                }
                data.threads = -1""");

        assertThatThrownBy(() -> Configs.sweep(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has 4 problems")
                .hasMessageContaining(":9: data.threads is -1, which lies outside [0, 256] (in 3 points")
                .hasMessageContaining(
                        ":6: objective.mask-ratio is 1.5, which lies outside [0, 1) (in the point mask-ratio=1.5).")
                .hasMessageContaining(":7: training.length must be a number and its unit")
                .hasMessageContaining(":7: model.preset is \"tinny\"; did you mean \"tiny\"?");
    }

    @Test
    void misspeltKeysBlocksAndWhatIsNoListAreRefused() throws IOException {
        Path file = write(BASE + """
                sweep {
                  gird {}
                  grid { objective.lamda = [1], training.optimizer = [{}], experiment.seed = 4, experiment.name = [a] }
                  list = [{}, { name = "a/b", experiment.seed = 1 }]
                }""");

        assertThatThrownBy(() -> Configs.sweep(file, List.of()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(":6: sweep.gird is no setting; did you mean sweep.grid?")
                .hasMessageContaining(":7: sweep.grid.objective.lamda is no setting; did you mean objective.lambda?")
                .hasMessageContaining(":7: sweep.grid.training.optimizer is a block; name the settings in it.")
                .hasMessageContaining(":7: sweep.grid.experiment.seed must be a list of values to try, such as [4].")
                .hasMessageContaining(":7: sweep.grid.experiment.name says where the sweep lies")
                .hasMessageContaining(":8: sweep.list[0] states no setting")
                .hasMessageContaining(":8: sweep.list[1].name \"a/b\" cannot be a folder's name");
        assertThatThrownBy(() -> Configs.experiment(write(BASE + "sweeep {}"), List.of()))
                .hasMessageContaining("sweeep is no setting; did you mean sweep?");
        assertThatThrownBy(() -> sweep("sweep = 3")).hasMessageContaining(":5: sweep must be a block in braces");
    }

    @Test
    void theSamePointTwiceAndTooManyPointsAreRefused() throws IOException {
        assertThatThrownBy(
                        () -> sweep("sweep { grid.objective.lambda = [1e5], list = [{ objective.lambda = 100000 }] }"))
                .hasMessageContaining("states the point lambda=1e5 twice");
        String many = "[" + "1,".repeat(40) + "1]";
        assertThatThrownBy(
                        () -> sweep("sweep.grid { objective.lambda = " + many + ", experiment.seed = " + many + " }"))
                .hasMessageContaining("sweep.grid makes more than 1000 points");
    }

    @Test
    void theCommandLineMayChangeTheSweepButNotWhatItSweeps() throws IOException {
        Path file = write(BASE + "sweep.grid.objective.lambda = [1e5]");

        Sweep sweep = Configs.sweep(file, List.of("sweep.grid.objective.lambda=[1,2]", "experiment.seed=5"))
                .orElseThrow();

        assertThat(names(sweep)).containsExactly("lambda=1", "lambda=2");
        assertThat(sweep.points().get(1).experiment().settings().experiment().seed())
                .isEqualTo(5);
        assertThatThrownBy(() -> Configs.sweep(file, List.of("objective.lambda=3")))
                .hasMessage("command line: objective.lambda differs between the points of the sweep; set"
                        + " sweep.grid.objective.lambda to a list of values instead.");
        assertThatThrownBy(() -> sweep.point("lamda=1"))
                .hasMessage("the sweep has no point \"lamda=1\"; did you mean lambda=1?");
    }

    private Sweep sweep(String text) throws IOException {
        return Configs.sweep(write(BASE + text), List.of()).orElseThrow();
    }

    private static List<String> names(Sweep sweep) {
        return sweep.points().stream().map(SweepPoint::name).toList();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("e.conf"), text);
    }
}
