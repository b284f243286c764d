package org.nec4j.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.assembly.Blueprint;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.convert.RunExport;
import org.nec4j.data.ImageSize;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunState;

class TrainerTest {
    @TempDir
    private Path folder;

    @Test
    void trainsExportsAndSpendsTheBytesThatItReports() throws IOException {
        Trainer.Result result = train("training.length = 6 steps");

        assertThat(result.ending()).isEqualTo(Ending.FINISHED);
        JsonObject summary = JsonParser.parseString(
                        Files.readString(result.folder().path().resolve("summary.json")))
                .getAsJsonObject();
        assertThat(summary.get("trainable_fraction").getAsDouble()).isBetween(0.1, 0.6);
        double estimated = summary.get("estimated_bits_per_image").getAsDouble() / 8;
        double coded = summary.get("coded_bytes_per_image").getAsDouble();
        assertThat(coded).isBetween(0.9 * estimated, 1.1 * estimated + 40);
        double byTables = summary.get("table_bits_per_image").getAsDouble() / 8;
        // One stream of at most 8 bytes beyond its tables' cross-entropy, in a frame of some 17.
        assertThat(coded).isBetween(byTables, 1.01 * byTables + 8 + 20);
        assertThat(summary.get("noisy_bits_per_image").getAsDouble() / 8).isBetween(0.8 * estimated, 1.2 * estimated);

        Path codec = folder.resolve("codec.nec");
        RunExport.export(result.folder().path(), RunExport.LAST, codec, true, Console.silent());
        assertThat(Codec.open(codec).dim()).isEqualTo(24);
    }

    @Test
    void trainsOnImagesThatAreNotSquareAndDrawsThem() throws IOException {
        Trainer.Result result = train("model.image-size = [32, 16], training.length = 5 steps");
        assertThat(result.ending()).isEqualTo(Ending.FINISHED);
        Path codec = folder.resolve("codec.nec");
        RunExport.export(result.folder().path(), RunExport.LAST, codec, true, Console.silent());
        ImageEncoder encoder = ImageEncoder.open(codec);
        assertThat(encoder.preprocessing().size()).isEqualTo(new ImageSize(32, 16));
        assertThat(result.folder().path().resolve("report.html")).exists();
    }

    @Test
    void resumesBitForBit() throws IOException {
        Map<String, float[]> straight =
                train("training.length = 7 steps").folder().trained().all();

        int[] steps = {0};
        Trainer.Result stopped = Trainer.train(
                Configs.experiment(config("training.length = 7 steps"), List.of()),
                Console.silent(),
                () -> ++steps[0] == 3);
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        Trainer.Result resumed = Trainer.resume(stopped.folder().path(), Changes.none(), Console.silent(), () -> false);

        assertThat(resumed.ending()).isEqualTo(Ending.FINISHED);
        Map<String, float[]> pieced = resumed.folder().trained().all();
        assertThat(pieced.keySet()).isEqualTo(straight.keySet());
        straight.forEach((name, values) ->
                assertThat(Arrays.equals(pieced.get(name), values)).as(name).isTrue());
        Map<String, float[]> unfinished = stopped.folder().start().all();
        assertThat(Arrays.equals(straight.get("norm.weight"), unfinished.get("norm.weight")))
                .isFalse();
    }

    @Test
    void resumesAStateFromBeforeASettingExisted() throws IOException {
        int[] steps = {0};
        Trainer.Result stopped = Trainer.train(
                Configs.experiment(config("training.length = 3 steps"), List.of()),
                Console.silent(),
                () -> ++steps[0] == 2);
        RunFolder run = stopped.folder();
        RunState state = RunState.last(run.path());
        Map<String, String> older = new HashMap<>(state.memory().settings());
        assertThat(older.remove("model.decoder-steps")).isNotNull();
        Path settings = run.path().resolve("config.conf");
        List<String> stated = Files.readAllLines(settings);
        List<String> without =
                stated.stream().filter(line -> !line.contains("decoder-steps")).toList();
        assertThat(without).hasSizeLessThan(stated.size());
        Files.write(settings, without);
        new RunState(
                        state.step(),
                        state.tensors(),
                        state.moments(),
                        state.memory().with(older))
                .write(run.path(), Blueprint.of(run.config().settings()).tensorShapes());

        assertThat(Trainer.resume(run.path(), Changes.none(), Console.silent(), () -> false)
                        .ending())
                .isEqualTo(Ending.FINISHED);
        assertThatThrownBy(() -> Trainer.resume(
                        run.path(),
                        new Changes(List.of("model.decoder-steps=5"), Set.of()),
                        Console.silent(),
                        () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("model.decoder-steps");
    }

    /** At the start every symbol is rarer than that: each costs what the bound does. */
    @Test
    void theLikelihoodBoundOfTheSettingsIsTheTrainings() throws IOException {
        Trainer.Result result = train("training.length = 1 steps\nentropy.likelihood-bound = 0.1");
        List<String> metrics = Files.readAllLines(result.folder().path().resolve("metrics.csv"));
        int column = List.of(metrics.get(0).split(",")).indexOf("bits_per_image");
        double symbols = (1 + 4) * 24; // the class token and a quarter of 16 patches
        assertThat(Double.parseDouble(metrics.get(1).split(",")[column]))
                .isCloseTo(symbols * Math.log(10) / Math.log(2), within(1e-3));
    }

    @Test
    void accumulatingTwoBatchesMovesEveryTensorThatTrains() throws IOException {
        Trainer.Result result = train("training { length = 2 steps, accumulate = 2 }");

        Map<String, float[]> before = result.folder().start().all();
        Map<String, float[]> after = result.folder().trained().all();
        for (String name : before.keySet()) {
            boolean trains = name.matches("(blocks\\.1|norm|bottleneck|decoder_blocks\\.0)\\..*");
            assertThat(Arrays.equals(after.get(name), before.get(name)))
                    .as(name)
                    .isEqualTo(!trains);
        }
    }

    @Test
    void pretrainsWithNothingFrozen() throws IOException {
        Trainer.Result result = train("""
                objective { kind = mae, normalized-pixels = true }
                training {
                  length = 8 steps
                  parameters = [{ pattern = "*pos_embed", train = false }, { pattern = "*", train = true }]
                  trainable-share = [1, 1]
                }
                """);

        List<String> metrics = Files.readAllLines(result.folder().path().resolve("metrics.csv"));
        assertThat(loss(metrics.get(8))).isLessThan(loss(metrics.get(1)));
        assertThatThrownBy(() -> RunExport.export(
                        result.folder().path(), RunExport.LAST, folder.resolve("no.nec"), true, Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("without a bottleneck");
    }

    @Test
    void stopsAtALossThatIsNoNumberAndKeepsTheLastGoodState() throws IOException {
        assertThatThrownBy(() -> train("""
                        training {
                          length = 40 steps
                          optimizer.learning-rate = 1e30
                          schedule { kind = constant, warmup = 3 steps }
                          checkpoint-every = 1 steps
                        }
                        """))
                .isInstanceOf(UserException.class)
                .hasMessageMatching(
                        "step [0-9]+: the loss .*the first tensor that is no number is .*, after [0-9]+ steps, is kept in .*");
        try (var runs = Files.list(folder.resolve("runs"))) {
            RunFolder.open(runs.findFirst().orElseThrow())
                    .trained()
                    .all()
                    .values()
                    .forEach(values -> {
                        for (float value : values) {
                            assertThat(value).isFinite();
                        }
                    });
        }
    }

    @Test
    void stopsAtALossThatExplodesWhileItIsANumberAndGoesOnFromTheLastGoodState() throws IOException {
        assertThatThrownBy(() -> train("""
                        training {
                          length = 200 steps
                          # The last layer is the one whose output no norm holds within bounds.
                          parameters = [
                            { pattern = "{bottleneck,decoder_pred}.*", train = true }
                            { pattern = "*", train = false }
                          ]
                          optimizer.learning-rate = 10
                          schedule { kind = constant, warmup = 60 steps }
                          checkpoint-every = 5 steps
                          validation.images = 0
                        }
                        """))
                .isInstanceOf(UserException.class)
                .hasMessageMatching("step [0-9]+: the loss has exploded: the median of the last 10 steps is [0-9.e+]+,"
                        + " [0-9.]+ times the lowest so far \\(training.explosion-factor = 10.0\\); the tensor that grew"
                        + " most since is [a-z_0-9.]+, whose norm went from [0-9.e+-]+ to [0-9.e+-]+\\. The last good"
                        + " state, after [0-9]+ steps, is kept in .*; lower training.optimizer.learning-rate or .*");
        Path run;
        try (var runs = Files.list(folder.resolve("runs"))) {
            run = runs.findFirst().orElseThrow();
        }
        long kept = RunState.lastStep(run).orElseThrow();
        assertThat(kept).isPositive();

        // The watch remembers the lowest loss, so the same settings end in the same sentence; milder ones go on.
        Changes mild = new Changes(
                List.of("training.explosion-factor=null", "training.length=" + (kept + 2) + "steps"),
                Set.of("training.explosion-factor", "training.length"));
        Trainer.Result resumed = Trainer.resume(run, mild, Console.silent(), () -> false);

        assertThat(resumed.ending()).isEqualTo(Ending.FINISHED);
        assertThat(RunState.lastStep(run)).hasValue(kept + 2);
    }

    /** No later measurement can be better by as much as is asked. */
    private static final String EARLY = """
            training {
              length = 40 steps, checkpoint-every = 2 steps
              early-stopping { patience = 2, min-delta = 1e9 }
            }
            """;

    @Test
    void finishesEarlyWhereHeldOutImagesTellThatItLearnsNoMore() throws IOException {
        Trainer.Result early = train(EARLY);

        assertThat(early.ending()).isEqualTo(Ending.FINISHED);
        Path run = early.folder().path();
        assertThat(RunState.lastStep(run)).hasValue(6);
        assertThat(early.folder().summary())
                .containsEntry("steps", 6.0)
                .hasEntrySatisfying("finished_early", why -> assertThat((String) why)
                        .startsWith("loss on held-out images has not fallen below"));

        Trainer.resume(run, Changes.none(), Console.silent(), () -> false);
        assertThat(RunState.lastStep(run)).as("enough stays enough").hasValue(6);

        Changes patient =
                new Changes(List.of("training.early-stopping.patience=3"), Set.of("training.early-stopping.patience"));
        Trainer.resume(run, patient, Console.silent(), () -> false);
        assertThat(RunState.lastStep(run)).hasValue(8);
    }

    @Test
    void finishesEarlyAtTheSameStepWhereItWasStoppedBetween() throws IOException {
        Trainer.Result straight = train(EARLY);
        int[] steps = {0};
        Trainer.Result stopped =
                Trainer.train(Configs.experiment(config(EARLY), List.of()), Console.silent(), () -> ++steps[0] == 5);
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        Trainer.resume(stopped.folder().path(), Changes.none(), Console.silent(), () -> false);

        for (String file : List.of("checkpoints/step-000000006.safetensors", "metrics.csv", "validation.csv")) {
            assertThat(stopped.folder().path().resolve(file))
                    .hasSameBinaryContentAs(straight.folder().path().resolve(file));
        }
    }

    @Test
    void refusesEarlyStoppingWithoutHeldOutImages() {
        assertThatThrownBy(() -> train(EARLY + "training.validation.images = 0"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("training.early-stopping.patience waits for held-out images");
        assertThatThrownBy(() -> train("training { length = 1 steps, early-stopping.min-delta = 1 }"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("training.early-stopping.min-delta is not read");
    }

    @Test
    void refusesATrainableShareOutsideThePromisedBand() {
        assertThatThrownBy(() -> train("training { length = 1 steps, trainable-share = [0.01, 0.02] }"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("trainable-share");
    }

    private static double loss(String line) {
        return Double.parseDouble(line.split(",")[2]);
    }

    private Trainer.Result train(String settings) throws IOException {
        return Trainer.train(Configs.experiment(config(settings), List.of()), Console.silent(), () -> false);
    }

    private Path config(String settings) throws IOException {
        String lambda = settings.contains("kind = mae") ? "" : "objective.lambda = 1e4\n";
        return TinyExperiment.in(
                folder, "blocks.-1,norm,bottleneck,decoder_blocks.0", "training.log-every = 1\n" + lambda + settings);
    }
}
