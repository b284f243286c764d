package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;
import org.nec4j.train.Trainer;

/** One distillation is one training with many points; rows of other studies stand beside them. */
class DistilledPointsTest {
    private static final String STATED = "objective.distill.steps = [0.7071, 4.5948]\n";

    @TempDir
    Path folder;

    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void writeSettings() throws IOException {
        Files.writeString(
                folder.resolve("scenes.conf"),
                "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }");
        Files.writeString(folder.resolve("distilled.conf"), """
                experiment { name = tiny, runs = runs }
                model { preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
                        decoder-dim = 8, decoder-depth = 1, decoder-heads = 2 }
                objective.kind = distill
                objective.distill.steps = [0.7071, 4.5948]
                entropy.model = transform
                data { sets = [scenes.conf], batch-size = 8 }
                training {
                  length = 4 steps
                  schedule.warmup = 1 steps
                  parameters = [{ pattern = "{transform,postfilter}.*", train = true }, { pattern = "*", train = false }]
                  trainable-share = [0, 1]
                  validation.pictures = 0
                }
                """);
        write("", "distilled.conf");
    }

    @Test
    void oneTrainingGivesAllPointsAndIsTakenWhereItIsFinished() throws IOException {
        Trainer.train(Configs.experiment(folder.resolve("distilled.conf"), List.of()), Console.silent(), () -> false);
        Results results = reproduce();
        assertThat(told).anyMatch(line -> line.startsWith("ours: taken from the finished run"));
        assertThat(told).noneMatch(line -> line.startsWith("training ours"));
        List<Measurement> ours = rows(results, "ours");
        assertThat(ours).extracting(Measurement::setting).containsExactly("step 1.00", "step 4.00");
        assertThat(ours.get(0).bytes()).isGreaterThan(ours.get(1).bytes());
        assertThat(ours.get(0).metrics().get("squared_error"))
                .isLessThan(ours.get(1).metrics().get("squared_error"));
        assertThat(rows(results, "ours pooled layer").get(0).bytes())
                .isLessThan(ours.get(1).bytes());
        assertThat(folder.resolve("out/table.md"))
                .content()
                .contains("## Squared error to the uncompressed embedding")
                .contains("| Squared error: ours saves -900 % of the bytes of nec4j layered | an aim |");
    }

    /** Its steps are coarser than the bundled encoder's, and the study asks for a step of 1. */
    @Test
    void aRunThatFoundItsStepsIsTakenWhereNoneAreStated() throws IOException {
        Path config = folder.resolve("distilled.conf");
        Files.writeString(config, Files.readString(config).replace(STATED, ""));
        Trainer.train(Configs.experiment(config, List.of()), Console.silent(), () -> false);
        assertThatThrownBy(this::reproduce).hasMessageContaining("holds steps from 1.41 to 8.00");
        assertThat(told).anyMatch(line -> line.startsWith("ours: taken from the finished run"));
    }

    /** A row with the name of a step at which nothing was measured would be wrong. */
    @Test
    void aStepBetweenThoseOfTheCodecIsRefused() throws IOException {
        Path study = folder.resolve("study.conf");
        Files.writeString(study, Files.readString(study).replace("steps = [1, 4]", "steps = [1, 3]"));
        assertThatThrownBy(this::reproduce)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("ours: its codec holds no step 3.00, the nearest is 2.828; state that in"
                        + " systems.distilled");
    }

    @Test
    void aTrainingThatIsNotThereIsDoneOnce() throws IOException {
        reproduce();
        assertThat(told.stream().filter(line -> line.startsWith("training ours")))
                .hasSize(1);
        told.clear();
        write("seeds = [1]", "distilled.conf");
        reproduce();
        assertThat(told).noneMatch(line -> line.startsWith("training"));
    }

    @Test
    void rowsOfAnotherStudyStandBesideThoseThatAreMeasured() throws IOException {
        reproduce();
        String before = Files.readString(folder.resolve("out/results.json"));
        Files.writeString(folder.resolve("earlier.json"), before);
        Files.writeString(folder.resolve("study.conf"), """
                name = test, title = test, data = scenes.conf, base = distilled.conf, seeds = [0]
                systems { pooled = [0] }
                earlier = [{ results = earlier.json, systems = [ours] }]
                """);
        Results results = reproduce();
        assertThat(results.measurements().stream().map(Measurement::system))
                .containsExactly("uncompressed embedding", "pooled int8", "ours", "ours");
        assertThat(folder.resolve("out/table.md"))
                .content()
                .contains(
                        "- earlier: rows measured earlier, on the same data with the same encoder and seeds, and not again: ours:"
                                + " earlier.json");

        Files.writeString(folder.resolve("earlier.json"), before.replace("60 train", "61 train"));
        assertThatThrownBy(this::reproduce)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("61 train")
                .hasMessageContaining("cannot stand in one table");
        Files.writeString(folder.resolve("earlier.json"), before.replace("\"ours\"", "\"theirs\""));
        assertThatThrownBy(this::reproduce)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has no row of \"ours\"");
    }

    @Test
    void anExperimentThatIsNoDistillationIsRefused() throws IOException {
        Files.writeString(
                folder.resolve("nec.conf"),
                Files.readString(folder.resolve("distilled.conf"))
                        .replace(STATED, "")
                        .replace("distill", "nec")
                        .replace("transform\n", "factorized\n"));
        write("", "nec.conf");
        assertThatThrownBy(this::reproduce)
                .isInstanceOf(UserException.class)
                .hasMessageContaining("systems.distilled[0].config")
                .hasMessageContaining("which is no distillation");
    }

    private void write(String more, String config) throws IOException {
        Files.writeString(folder.resolve("study.conf"), """
                name = test, title = test, data = scenes.conf, base = distilled.conf, seeds = [0]
                systems {
                  distilled = [{ system = ours, config = %s, settings = [], steps = [1, 4], pooled-steps = [2] }]
                  layered = [1, 4]
                }
                aims = [{ head = squared-error, system = ours, against = "nec4j layered", saves = -9 }]
                %s
                """.formatted(config, more));
    }

    private Results reproduce() {
        return Study.reproduce(
                folder.resolve("study.conf"), folder.resolve("out"), folder.resolve("work"), Set.of(), listening());
    }

    private Console listening() {
        return new Console() {
            @Override
            public void say(String line) {
                told.add(line);
            }

            @Override
            public Progress progress(String task, long total, String unit) {
                return Console.silent().progress(task, total, unit);
            }
        };
    }

    private static List<Measurement> rows(Results results, String system) {
        return results.measurements().stream()
                .filter(m -> m.system().equals(system))
                .toList();
    }
}
