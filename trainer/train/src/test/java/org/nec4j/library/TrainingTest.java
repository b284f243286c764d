package org.nec4j.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.TinyExperiment;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.data.Batches;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.data.RandomCrop;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.export.Preprocessing;
import org.nec4j.produce.Producer;
import org.nec4j.progress.Console;
import org.nec4j.step.AdamW;
import org.nec4j.train.EarlyStopping;
import org.nec4j.train.Ending;
import org.nec4j.train.Model;
import org.nec4j.train.Moment;
import org.nec4j.train.Saved;
import org.nec4j.train.Trained;
import org.nec4j.train.Trainer;
import org.nec4j.train.Training;
import org.nec4j.train.TrainingListener;
import org.nec4j.vit.RandomStart;

/** Training as a program does it, with nothing but what is public. */
class TrainingTest {
    private static final int STEPS = 7;
    private static final Preprocessing PREPROCESSING = Preprocessing.imageNet(32);
    private static final Predicate<String> PART =
            name -> name.matches("(blocks\\.1|norm|bottleneck|decoder_blocks\\.0)\\..*");

    @TempDir
    private Path folder;

    @Test
    void trainsOnImagesFromMemoryAndEncodes() {
        Producer producer = TrainInMemory.train(pictures(0, 24), pictures(24, 40));

        List<byte[]> asked = pictures(40, 43);
        List<byte[]> streams = producer.encode(asked);
        List<Embedding> embeddings = producer.embed(asked);
        for (int i = 0; i < asked.size(); i++) {
            float[] decoded = producer.codec().decode(streams.get(i)).values();
            float[] wanted = embeddings.get(i).values();
            assertThat(decoded).hasSameSizeAs(wanted);
            for (int j = 0; j < wanted.length; j++) {
                assertThat(Math.abs(decoded[j] - wanted[j])).isLessThanOrEqualTo(0.5001f);
            }
        }
        assertThat(producer.codec().settings().object("provenance").text("from"))
                .isEqualTo("an example");
    }

    /** The command line's way and a program's are one. */
    @Test
    void givesTheBitsOfAnExperimentThatStatesTheSame() throws IOException {
        Experiment experiment = Configs.experiment(config(), List.of()).settings();
        Blueprint blueprint = Blueprint.of(experiment);
        Batches batches = new TrainingImages(experiment).batches();

        Trained trained = Training.of(
                        Model.of(blueprint.shape(), blueprint.objective(), RandomStart.of(blueprint.shape(), 5), 5),
                        batches,
                        AdamW.of(6e-4, STEPS).only(PART),
                        STEPS)
                .seed(5)
                .run();

        assertSame(
                trained.tensors().all(),
                Trainer.train(Configs.experiment(config(), List.of()), Console.silent(), () -> false)
                        .folder()
                        .trained()
                        .all());
    }

    @Test
    void tellsListenersOfEveryStepWithAllMetrics() {
        List<Map<String, Double>> told = new ArrayList<>();
        List<String> order = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void begin(Moment.Begin begin) {
                order.add("begin at " + begin.updates() + " of " + begin.planned());
            }

            @Override
            public void step(Moment.Step step) {
                told.add(step.metrics());
                assertThat(step.number()).isEqualTo(told.size() - 1);
            }

            @Override
            public void heldOut(Moment.HeldOut measured) {
                order.add("held out at " + measured.updates());
            }

            @Override
            public void state(Moment.State state) {
                order.add("state at " + state.updates());
            }

            @Override
            public void end(Ending ending) {
                order.add(ending.name());
            }

            @Override
            public void close() {
                order.add("close");
            }
        };

        Trained trained = training(STEPS)
                .heldOut(PREPROCESSING.images(pictures(24, 32)), PREPROCESSING, 8)
                .statesEvery(4)
                .listener(listener)
                .run();

        assertThat(trained.updates()).isEqualTo(STEPS);
        assertThat(told).hasSize(STEPS).allSatisfy(metrics -> {
            assertThat(metrics)
                    .containsOnlyKeys(
                            "learning_rate",
                            "loss",
                            "distortion",
                            "bits_per_image",
                            "auxiliary",
                            "gradient_norm",
                            "update_norm",
                            "parameter_norm");
            assertThat(metrics.values()).allSatisfy(value -> assertThat(value).isFinite());
            assertThat(metrics.get("loss"))
                    .isCloseTo(
                            1e4 * metrics.get("distortion") + metrics.get("bits_per_image"),
                            org.assertj.core.data.Percentage.withPercentage(1e-3));
        });
        assertThat(order)
                .containsExactly(
                        "begin at 0 of 7",
                        "held out at 4",
                        "state at 4",
                        "held out at 7",
                        "state at 7",
                        "FINISHED",
                        "close");
    }

    @Test
    void goesOnInAFolderBitForBit() throws IOException {
        CheapEnough straightEar = new CheapEnough(0);
        Trained straight = training(STEPS)
                .keptIn(folder.resolve("straight"))
                .listener(straightEar)
                .run();

        Trained stopped = training(STEPS)
                .keptIn(folder.resolve("pieced"))
                .listener(new CheapEnough(0))
                .listener(stopAfter(3))
                .run();
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        assertThat(stopped.updates()).isEqualTo(3);
        CheapEnough ear = new CheapEnough(0);
        Trained pieced =
                training(STEPS).keptIn(folder.resolve("pieced")).listener(ear).run();

        assertThat(pieced.ending()).isEqualTo(Ending.FINISHED);
        assertSame(pieced.tensors().all(), straight.tensors().all());
        assertThat(ear.mean()).isEqualTo(straightEar.mean());
        for (String file : List.of("metrics.csv", "checkpoints/step-000000007.safetensors")) {
            assertThat(folder.resolve("pieced").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("straight").resolve(file));
        }
        assertThat(Files.readAllLines(folder.resolve("pieced/metrics.csv"))).hasSize(1 + STEPS);
    }

    @Test
    void goesOnFromAStateInMemoryBitForBit() {
        AtomicReference<Saved> saved = new AtomicReference<>();
        Trained straight = training(STEPS)
                .statesEvery(4)
                .listener(new TrainingListener() {
                    @Override
                    public void state(Moment.State state) {
                        saved.compareAndSet(null, state.saved());
                    }
                })
                .run();

        assertThat(saved.get().updates()).isEqualTo(4);
        assertSame(
                training(STEPS).from(saved.get()).run().tensors().all(),
                straight.tensors().all());
    }

    @Test
    void refusesTheFolderOfAnotherTraining() {
        training(2).keptIn(folder).run();
        assertThatThrownBy(() -> training(3).keptIn(folder).run())
                .isInstanceOf(UserException.class)
                .hasMessageContaining(folder + ": holds a training of other settings")
                .hasMessageContaining("steps=2")
                .hasMessageContaining("name another folder");
    }

    @Test
    void aListenerOfOnesOwnFinishesTheTraining() {
        Trained trained = training(STEPS).listener(new CheapEnough(1e9)).run();

        assertThat(trained.updates()).isEqualTo(1);
        assertThat(trained.ending()).isEqualTo(Ending.FINISHED);
        assertThat(trained.enough()).hasValueSatisfying(why -> assertThat(why).contains("an image costs "));
    }

    /** The first measurement is better than nothing, and no later one can be better by that much. */
    @Test
    void earlyStoppingWaitsAsLongAsItsPatience() {
        Trained trained = training(40)
                .heldOut(PREPROCESSING.images(pictures(24, 32)), PREPROCESSING, 8)
                .statesEvery(2)
                .listener(new EarlyStopping("distortion", 2, 1e6))
                .run();

        assertThat(trained.updates()).isEqualTo(6);
        assertThat(trained.enough()).hasValueSatisfying(why -> assertThat(why)
                .startsWith("distortion on held-out images has not fallen below ")
                .endsWith(" for 2 measurements"));
    }

    @Test
    void blamesATensorWhereTheLossIsNoNumber() {
        assertThatThrownBy(() -> training(40, AdamW.of(1e30, 40)).run())
                .isInstanceOf(UserException.class)
                .hasMessageMatching("step [0-9]+: .*; the first tensor that is no number is .*;"
                        + " lower the learning rate or clip the gradient's norm\\.");
    }

    private static TrainingListener stopAfter(long updates) {
        return new TrainingListener() {
            @Override
            public void step(Moment.Step step) {
                if (step.updates() == updates) {
                    step.stop();
                }
            }
        };
    }

    private Training training(long steps) {
        return training(steps, AdamW.of(6e-4, steps).only(PART));
    }

    private Training training(long steps, AdamW updates) {
        try {
            Blueprint blueprint =
                    Blueprint.of(Configs.experiment(config(), List.of()).settings());
            Batches batches = Batches.training(
                    PREPROCESSING.images(pictures(0, 24)), RandomCrop.ofMae(32), PREPROCESSING.normalization(), 6, 5);
            return Training.of(Model.random(blueprint.shape(), blueprint.objective(), 5), batches, updates, steps)
                    .seed(5);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<byte[]> pictures(int from, int to) {
        SyntheticScenes scenes = new SyntheticScenes(to, 40, 1);
        return IntStream.range(from, to)
                .mapToObj(i -> PngWriter.bytes((ByteImage) scenes.image(i)))
                .toList();
    }

    private static void assertSame(Map<String, float[]> some, Map<String, float[]> others) {
        assertThat(some.keySet()).isEqualTo(others.keySet());
        some.forEach((name, values) ->
                assertThat(Arrays.equals(values, others.get(name))).as(name).isTrue());
    }

    private Path config() throws IOException {
        return TinyExperiment.in(folder, "blocks.-1,norm,bottleneck,decoder_blocks.0", """
                objective.lambda = 1e4
                training.length = 7 steps
                """);
    }
}
