package org.nec4j.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Sweep;
import org.nec4j.config.SweepPoint;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.train.Trainer;

/** Points that share images, masks and trunk. */
class TogetherRunTest {
    private static final String RATES = "grid.objective.lambda = [1e2, 1e4, 1e5]";

    @TempDir
    private Path folder;

    @Test
    void givesEveryPointTheBitsOfItsRunAlone() throws IOException {
        Sweep alone = sweep("alone", RATES);
        alone.points().forEach(this::trainAlone);

        Sweep together = sweep("together", RATES);
        TogetherRun.run(together, names(together), Console.silent(), () -> false);

        assertSameRuns(together, alone);
    }

    @Test
    void goesOnWithPointsThatStoppedAtDifferentSteps() throws IOException {
        Sweep alone = sweep("alone", RATES);
        alone.points().forEach(this::trainAlone);
        Sweep together = sweep("together", RATES);
        List<Integer> asked = new ArrayList<>();
        SweepPoint ahead = together.points().get(1);
        Trainer.train(
                ahead.experiment(),
                Optional.of(ahead.folder()),
                Console.silent(),
                () -> asked.size() >= 7 | !asked.add(1),
                Optional.empty());
        assertThat(RunFolder.open(ahead.folder()).lastStep()).hasValue(8);

        TogetherRun.run(together, names(together), Console.silent(), () -> false);

        assertSameRuns(together, alone);
    }

    @Test
    void letsOthersGoOnWhereOneFails() throws IOException {
        String points =
                "list = [{ name = wild, training.optimizer.learning-rate = 900 }, { name = good, objective.lambda = 10 }]";
        Sweep alone = sweep("alone", points);
        trainAlone(alone.points().get(1));
        Sweep together = sweep("together", points);

        TogetherRun.run(together, names(together), Console.silent(), () -> false);

        assertThat(RunFolder.failure(together.points().get(0).folder()).orElseThrow())
                .contains("lower training.optimizer.learning-rate");
        assertSameRun(together.points().get(1), alone.points().get(1));
    }

    @Test
    void refusesPointsThatSeeOtherImages() throws IOException {
        Sweep sweep = sweep("seeds", "grid.experiment.seed = [0, 1]");

        assertThatThrownBy(() -> TogetherRun.run(sweep, names(sweep), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("seed=0; seed=1 differ in more than lambda");
        assertThat(PointGroups.of(sweep.points(), 5)).hasSize(2);
    }

    private void trainAlone(SweepPoint point) {
        Trainer.train(point.experiment(), Optional.of(point.folder()), Console.silent(), () -> false, Optional.empty());
    }

    private static List<String> names(Sweep sweep) {
        return sweep.points().stream().map(SweepPoint::name).toList();
    }

    private static void assertSameRuns(Sweep some, Sweep others) {
        for (int i = 0; i < some.points().size(); i++) {
            assertSameRun(some.points().get(i), others.points().get(i));
        }
    }

    private static void assertSameRun(SweepPoint some, SweepPoint other) {
        for (String file : List.of("metrics.csv", "validation.csv")) {
            assertThat(some.folder().resolve(file))
                    .as(some.name())
                    .hasSameBinaryContentAs(other.folder().resolve(file));
        }
        Map<String, float[]> trained = RunFolder.open(some.folder()).trained().all();
        Map<String, float[]> expected = RunFolder.open(other.folder()).trained().all();
        assertThat(trained.keySet()).isEqualTo(expected.keySet());
        trained.forEach((name, values) -> assertThat(values).as(name).isEqualTo(expected.get(name)));
    }

    private Sweep sweep(String name, String block) throws IOException {
        Path file =
                TinyExperiment.in(folder, name, "blocks.-1,norm,bottleneck,decoder_blocks.0", """
                model.depth = 3
                data.batch-size = 4
                training {
                  length = 16 steps, accumulate = 2, explosion-factor = 1.1, checkpoint-every = 5 steps
                  validation.images = 8
                }
                sweep { %s }
                """.replace("%s", block));
        return Configs.sweep(file, List.of("experiment.name=" + name)).orElseThrow();
    }
}
