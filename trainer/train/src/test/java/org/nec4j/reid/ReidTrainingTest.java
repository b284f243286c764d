package org.nec4j.reid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.data.ImageSize;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.PooledVectors;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.run.Changes;
import org.nec4j.run.RunState;
import org.nec4j.runs.MlflowStore;
import org.nec4j.runs.Standing;

class ReidTrainingTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void anExperiment() throws IOException {
        write("scenes.conf", "name = scenes, kind = synthetic, synthetic { images = 60, side = 32 }");
        writeEncoder("16");
        file = write("reid.conf", """
                experiment { name = tiny, runs = runs }
                objective.kind = reid
                encoder.experiment = encoder.conf
                data { train = [{ set = scenes.conf, splits = [train] }], test = [{ set = scenes.conf, splits = [val, test] }], views = 3 }
                code { width = 4, bits = 2 }
                training { steps = 4, quantized-steps = 3, identities = 6, checkpoint-every = 100, log-every = 1 }
                """.replace("runs = runs", "runs = \"" + folder.resolve("runs") + "\""));
    }

    private void writeEncoder(String imageSize) throws IOException {
        write("encoder.conf", """
                experiment.name = encoder, data.sets = [scenes.conf]
                model { preset = custom, checkpoint = null, image-size = %s, patch-size = 8
                  dim = 16, depth = 2, heads = 2, decoder-dim = 16, decoder-depth = 1, decoder-heads = 2 }
                training { length = 1 steps, parameters = [{ pattern = "*", train = true }] }
                """.formatted(imageSize));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private ReidTraining.Result train(int stopAfter, String... assignments) {
        AtomicInteger steps = new AtomicInteger();
        return ReidTraining.train(
                Configs.reid(file, List.of(assignments)), Console.silent(), () -> steps.incrementAndGet() == stopAfter);
    }

    @Test
    void aStoppedRunGoesOnToTheSameBits() {
        String[] pruning = {"code.reduction=pruning", "training.steps=6"};
        Path whole = train(0, pruning).folder();
        // Stopped within a round, at a round's very end, at the end of the last, and in quantization.
        for (int steps : new int[] {1, 2, 6, 8}) {
            ReidTraining.Result stopped = train(steps, pruning);
            assertThat(stopped.finished()).isEmpty();
            assertThat(Standing.of(stopped.folder()).words()).isEqualTo("stopped at step " + steps + " of 9");
            ReidTraining.Result resumed =
                    ReidTraining.resume(stopped.folder(), Changes.none(), Console.silent(), () -> false);
            assertThat(resumed.finished()).isPresent();
            for (String name : List.of("metrics.csv", "rounds.csv", "result.json")) {
                assertThat(resumed.folder().resolve(name)).hasSameTextualContentAs(whole.resolve(name));
            }
            assertThat(RunState.last(resumed.folder()).tensors())
                    .usingRecursiveComparison()
                    .isEqualTo(RunState.last(whole).tensors());
            assertThat(Codec.open(ReidRun.codec(resumed.folder())).digest())
                    .isEqualTo(Codec.open(ReidRun.codec(whole)).digest());
        }
    }

    @Test
    void aRunWithoutQuantizationIsFinishedWithoutItAndGoesToMlflow() {
        Path run = train(0, "code.bits=32", "training.steps=2").folder();
        assertThat(Standing.of(run).words()).isEqualTo("finished");
        Path store = folder.resolve("mlruns");
        assertThat(new MlflowStore(store).write(folder.resolve("runs"))).isEqualTo(1);
        assertThat(store).isDirectoryRecursivelyContaining("glob:**/metrics/train/*");
    }

    @Test
    void everyReductionAndWidthOfNumbersTrains() {
        for (String reduction : List.of("low-rank", "slicing", "pruning")) {
            for (int bits : new int[] {1, 8, 32}) {
                ReidResult result = train(0, "code.reduction=" + reduction, "code.bits=" + bits)
                        .finished()
                        .orElseThrow();
                assertThat(result.payloadBytes()).isEqualTo((4 * bits + 7) / 8);
                assertThat(result.fileBytes()).isEqualTo(result.payloadBytes() + 5);
                assertThat(result.ratio()).isCloseTo(4.0 * 16 / result.payloadBytes(), within(1e-12));
                assertThat(result.scores().meanAveragePrecision()).isBetween(0.0, 1.0);
                assertThat(result.scores().queries()).isEqualTo(result.identities());
            }
        }
    }

    @Test
    void theCodecGivesTheCodesThatWereScored() {
        for (int blocks : new int[] {0, 1}) {
            assertScoredWhatItsCodecGives(train(0, "encoder.blocks=" + blocks), ImageSize.square(16));
        }
    }

    @Test
    void theCodecOfAnEncoderOfImagesThatAreNotSquareGivesTheCodesThatWereScored() throws IOException {
        writeEncoder("[16, 24]");
        assertScoredWhatItsCodecGives(train(0), new ImageSize(16, 24));
    }

    /** What the run scored is what its codec gives of the same views as images. */
    private void assertScoredWhatItsCodecGives(ReidTraining.Result run, ImageSize size) {
        ImageEncoder encoder = ImageEncoder.open(ReidRun.codec(run.folder()));
        assertThat(encoder.preprocessing().size()).isEqualTo(size);
        assertThat(encoder.tokens()).isEqualTo(1);
        ViewSet test = ReidData.test(Configs.reid(file, List.of()).settings(), encoder.preprocessing());
        List<float[]> decoded = new ArrayList<>();
        try (Progress progress = Console.silent().progress("", 1, "")) {
            encoder.embed(
                    test.images(),
                    5,
                    progress,
                    (embedding, i) -> decoded.add(
                            PooledVectors.of(encoder.codec(), encoder.codec().encode(embedding))));
        }
        assertThat(OpenSetScores.of(test, decoded).meanAveragePrecision())
                .isCloseTo(run.finished().orElseThrow().scores().meanAveragePrecision(), within(1e-9));
    }

    @Test
    void withoutAnyStepDistancesOfAWholeCodeAreThoseOfEmbeddings() {
        ReidResult whole = train(0, "training.steps=0", "training.quantized-steps=0", "code.width=16", "code.bits=32")
                .finished()
                .orElseThrow();
        ReidGround ground = ReidGround.of(Configs.reid(file, List.of()).settings(), Console.silent());
        OpenSetScores embeddings = OpenSetScores.of(ground.data().test(), ground.pooled(Map.of(), ground.test()));
        assertThat(whole.scores().meanAveragePrecision()).isCloseTo(embeddings.meanAveragePrecision(), within(2e-3));
    }

    @Test
    void trainingTellsIdentitiesApartThatItHasNotSeen() throws IOException {
        write("scenes.conf", "name = scenes, kind = synthetic, synthetic { images = 300, side = 32 }");
        String[] code = {"data.views=4", "code.bits=8", "training.identities=16"};
        double before = map(with(code, "training.steps=0", "training.quantized-steps=0"));
        double after = map(
                with(code, "training.steps=150", "training.quantized-steps=50", "training.encoder-learning-rate=1e-3"));
        assertThat(after).isGreaterThan(before + 0.05);
    }

    private static String[] with(String[] some, String... others) {
        return Stream.concat(Stream.of(some), Stream.of(others)).toArray(String[]::new);
    }

    private double map(String... assignments) {
        return train(0, assignments).finished().orElseThrow().scores().meanAveragePrecision();
    }

    @Test
    void roundsOfPruningAreRecorded() throws IOException {
        Path run = train(0, "code.reduction=pruning").folder();
        List<String> lines = Files.readAllLines(run.resolve("rounds.csv"));
        assertThat(lines.get(0)).isEqualTo("step,width,left,least_norm_left,most_norm_taken");
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).startsWith("1,16.0,8.0,");
        assertThat(lines.get(2)).startsWith("2,8.0,4.0,");
        for (String line : lines.subList(1, 3)) {
            String[] numbers = line.split(",");
            assertThat(Double.parseDouble(numbers[3])).isGreaterThan(Double.parseDouble(numbers[4]));
        }
    }

    @Test
    void refusesWhatCannotBe() throws IOException {
        assertRefused("is 3; take 1, 2, 4, 8 or 32", "code.bits=3");
        assertRefused("code.width is 17, and an embedding has 16 numbers", "code.width=17");
        assertRefused("encoder.blocks is 3, and the encoder has 2 blocks", "encoder.blocks=3");
        assertRefused("encoder.blocks = 0 lets nothing of them learn", "encoder.blocks=0", "code.reduction=slicing");
        assertRefused("is of no use where identities are scenes", "data.camera=_c(1)");
        assertRefused(
                "is the same picture as",
                "data.train=[{ set = \"" + folder.resolve("scenes.conf") + "\", splits = [train, val] }]");
        Path run = train(2).folder();
        assertThatThrownBy(() -> ReidTraining.resume(
                        run, new Changes(List.of("objective.triplet=2"), Set.of()), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("objective.triplet was 1");
        assertThatThrownBy(() -> ReidExport.export(run, folder.resolve("out.nec")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is not finished");
        assertThatThrownBy(() -> ReidTraining.resume(folder, Changes.none(), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no folder of a run of codes for re-identification");
    }

    private void assertRefused(String why, String... assignments) {
        assertThatThrownBy(() -> train(1, assignments))
                .as(why)
                .isInstanceOf(UserException.class)
                .hasMessageContaining(why);
    }

    @Test
    void identitiesThatAreClassesAreKeptApartAndSeenTwice() throws IOException {
        for (String split : List.of("train", "test")) {
            for (int person = 0; person < 4; person++) {
                for (int image = 0; image < 3; image++) {
                    String name = "people/" + split + "/" + split + person + "/" + image + "_c" + image % 2 + ".png";
                    NoisePictures.rgb(folder.resolve(name), 24, name.hashCode());
                }
            }
        }
        write("people.conf", "name = people, folders = [people]");
        String classes = "data.identities=classes";
        String train = "data.train=[{ set = \"" + folder.resolve("people.conf") + "\", splits = [train] }]";
        String test = "data.test=[{ set = \"" + folder.resolve("people.conf") + "\", splits = [test] }]";
        ReidResult result = train(0, classes, train, test).finished().orElseThrow();
        assertThat(result.identities()).isEqualTo(4);
        assertThat(result.scores().queries()).isEqualTo(4);
        assertThat(result.scores().gallery()).isEqualTo(12);
        ReidResult seen = train(0, classes, train, test, "data.camera=_c([0-9])")
                .finished()
                .orElseThrow();
        assertThat(seen.scores().queries()).isEqualTo(8);
        assertRefused("tells no camera", classes, train, test, "data.camera=_x([0-9])");
        assertRefused(
                "'train0' is in data.train and in data.test, and so are 3 others",
                classes,
                train,
                test.replace("[test]", "[train]"));
        assertRefused("one view alone", classes, train, test, "data.camera=_(c)");
    }
}
