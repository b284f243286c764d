package org.nec4j.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.step.BatchGradient;
import org.nec4j.step.BatchWorker;
import org.nec4j.step.BatchWorkers;

/** Steps whose batches somebody else computes. */
class BatchWorkersTest {
    private static final int BATCHES = 3;

    @TempDir
    private Path folder;

    /** Each worker a network of its own, opened from the run's folder as another process would, and asked in any order. */
    private static BatchWorkers workersOf(RunFolder run) {
        List<BatchWorker> workers = IntStream.range(0, BATCHES)
                .mapToObj(i -> Trainer.worker(run.path()))
                .toList();
        return (step, batches, parameters) -> {
            BatchGradient[] gradients = new BatchGradient[batches];
            for (int i = batches - 1; i >= 0; i--) {
                gradients[i] = workers.get((int) ((i + step) % BATCHES)).compute(step, step * batches + i, parameters);
            }
            return List.of(gradients);
        };
    }

    @Test
    void giveTheBitsOfOneProcessThatAccumulates() throws IOException {
        Map<String, float[]> alone = finished(Trainer.train(config("alone"), Console.silent(), () -> false));

        Trainer.Result shared = Trainer.train(
                config("shared"),
                Optional.empty(),
                Console.silent(),
                () -> false,
                Optional.empty(),
                (run, training) -> training.workers(workersOf(run)));

        assertSameBits(finished(shared), alone);
        assertThat(lines(shared)).isEqualTo(lines("alone"));
    }

    @Test
    void comeAndGoBetweenTheStatesOfARun() throws IOException {
        Map<String, float[]> alone = finished(Trainer.train(config("alone"), Console.silent(), () -> false));
        List<Integer> asked = new ArrayList<>();

        Trainer.Result begun =
                Trainer.train(config("mixed"), Console.silent(), () -> asked.size() >= 7 | !asked.add(1));
        assertThat(begun.ending()).isEqualTo(Ending.STOPPED);
        Trainer.Result ended = Trainer.resume(
                begun.folder().path(),
                Changes.none(),
                Console.silent(),
                () -> false,
                Optional.empty(),
                (run, training) -> training.workers(workersOf(run)));

        assertSameBits(finished(ended), alone);
    }

    private static Map<String, float[]> finished(Trainer.Result result) {
        assertThat(result.ending()).isEqualTo(Ending.FINISHED);
        return result.folder().trained().all();
    }

    private static void assertSameBits(Map<String, float[]> some, Map<String, float[]> others) {
        assertThat(some.keySet()).isEqualTo(others.keySet());
        some.forEach((name, values) -> assertThat(values).as(name).isEqualTo(others.get(name)));
    }

    /** Losses and norms of every step. */
    private static List<String> lines(Trainer.Result result) throws IOException {
        return Files.readAllLines(result.folder().path().resolve("metrics.csv"));
    }

    private List<String> lines(String name) throws IOException {
        try (var runs = Files.newDirectoryStream(folder.resolve("runs"), name + "-*")) {
            return Files.readAllLines(runs.iterator().next().resolve("metrics.csv"));
        }
    }

    private Loaded<Experiment> config(String name) throws IOException {
        Path file = TinyExperiment.in(folder, "blocks.-1,norm,bottleneck,decoder_blocks.0", """
                data.batch-size = 2
                objective.lambda = 1e4
                training { length = 20 steps, accumulate = 3, clip-norm = 1 }
                """);
        return Configs.experiment(file, List.of("experiment.name=" + name));
    }
}
