package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.config.Configs;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;
import org.nec4j.train.Trainer;

/** Training on a real standalone master with two workers, beside one process. */
class TrainCommandOnAClusterTest {
    @TempDir
    Path folder;

    @Test
    void givesTheBitsOfOneProcessThoughAnExecutorAndTheDriverAreKilled() throws IOException {
        Path config = config();
        Map<String, float[]> alone = Trainer.train(
                        Configs.experiment(config, List.of("experiment.runs=" + folder.resolve("alone"))),
                        Console.silent(),
                        () -> false)
                .folder()
                .trained()
                .all();
        Path runs = folder.resolve("runs");
        try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2)) {
            Process first = cluster.driver("first", "train", config, "experiment.runs=" + runs);
            cluster.await("a state", () -> steps(runs) >= 4 || !first.isAlive());
            assertThat(first.isAlive()).as(cluster.all("first")).isTrue();
            cluster.killAnExecutor();
            cluster.await("a state behind the executor's death", () -> steps(runs) >= 8 || !first.isAlive());
            first.destroyForcibly();
            cluster.status(first);
            assertThat(cluster.log("first")).contains("Lost executor");
            assertThat(steps(runs)).as(cluster.all("first")).isBetween(8L, 39L);

            Process second = cluster.driver("second", "train", "--resume", run(runs));

            assertThat(cluster.status(second)).as(cluster.all("second")).isZero();
            assertThat(cluster.log("second"))
                    .contains("A step of 2 batches took ")
                    .contains("the exchange of");
        }
        Map<String, float[]> together = RunFolder.open(run(runs)).trained().all();
        assertThat(together.keySet()).isEqualTo(alone.keySet());
        together.forEach((name, values) -> assertThat(values).as(name).isEqualTo(alone.get(name)));
    }

    private static Path run(Path runs) {
        try (Stream<Path> all = Files.list(runs)) {
            return all.filter(RunFolder::isRun).findFirst().orElse(runs);
        } catch (IOException e) {
            return runs;
        }
    }

    private static long steps(Path runs) {
        Path run = run(runs);
        return RunFolder.isRun(run) ? RunFolder.open(run).lastStep().orElse(0) : 0;
    }

    private Path config() throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), """
            name = scenes
            kind = synthetic
            synthetic { images = 40, side = 40, seed = 1 }
            split { train = 0.6, val = 0.2, test = 0.2, seed = 0 }
            """);
        return Files.writeString(folder.resolve("tiny.conf"), """
            experiment { name = tiny, seed = 5 }
            model {
              preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
              decoder-dim = 16, decoder-depth = 2, decoder-heads = 2
            }
            data { sets = [scenes.conf], batch-size = 4 }
            objective.lambda = 1e4
            training {
              length = 40 steps, accumulate = 2, checkpoint-every = 2 steps
              parameters = [
                { pattern = "{blocks.-1,norm,bottleneck,decoder_blocks.0}.*", train = true }
                { pattern = "*", train = false }
              ]
            }
            """);
    }
}
