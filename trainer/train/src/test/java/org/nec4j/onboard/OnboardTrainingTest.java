package org.nec4j.onboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.data.CounterRandom;
import org.nec4j.info.Facts;
import org.nec4j.info.Info;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunState;
import org.nec4j.runs.RunList;
import org.nec4j.sensing.SensingNoise;

class OnboardTrainingTest {
    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void anExperiment() throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), """
                name = scenes
                kind = synthetic
                synthetic { images = 60, side = 32 }
                """);
        file = Files.writeString(folder.resolve("sensing.conf"), """
                experiment { name = tiny, runs = "%s" }
                objective.kind = compressed-learning
                data { set = "%s", side = 16 }
                sensing { ratio = 0.25, camera-snr = 20, channel-snr = 20, iterations = 3, controller = 8 }
                training { clean-steps = 3, steps = 5, batch-size = 8, width = 4, checkpoint-every = 100, log-every = 1 }
                """.replaceFirst(
                        "%s", folder.resolve("runs").toString())
                .replaceFirst("%s", folder.resolve("scenes.conf").toString()));
    }

    @Test
    void aStoppedRunGoesOnToTheSameBits() throws IOException {
        Path whole = train(0).folder();
        // Stopped within the first stage, at its very end, and within the second.
        for (int steps : new int[] {2, 3, 5}) {
            OnboardTraining.Result stopped = train(steps);
            assertThat(stopped.finished()).isEmpty();
            OnboardTraining.Result resumed =
                    OnboardTraining.resume(stopped.folder(), Changes.none(), Console.silent(), () -> false);
            assertThat(resumed.finished()).isPresent();
            for (String name : List.of("metrics.csv", "judged.csv", "result.json")) {
                assertThat(resumed.folder().resolve(name)).hasSameTextualContentAs(whole.resolve(name));
            }
            assertThat(RunState.last(resumed.folder()).tensors())
                    .usingRecursiveComparison()
                    .isEqualTo(RunState.last(whole).tensors());
        }
    }

    private OnboardTraining.Result train(int stopAfter, String... assignments) {
        AtomicInteger steps = new AtomicInteger();
        return OnboardTraining.train(
                Configs.sensing(file, List.of(assignments)),
                Console.silent(),
                () -> steps.incrementAndGet() == stopAfter);
    }

    /** A study that is drawn again trains and judges nothing that is done. */
    @Test
    void whatAFinishedRunHasJudgedIsTakenAsItIsKept() throws IOException {
        OnboardTraining.Result run = train(0);
        Judgement first = run.finished().orElseThrow();
        Path judged = run.folder().resolve("judged.csv");
        Judgement kept = again(run.folder());
        assertThat(kept.classes()).isEqualTo(first.classes());
        assertThat(kept.right()).isEqualTo(first.right());
        assertThat(kept.accuracy()).isEqualTo(first.accuracy());
        assertThat(kept.measurements()).isEqualTo(first.measurements());
        List<String> lines = Files.readAllLines(judged);
        Files.write(judged, lines.subList(0, lines.size() - 1));
        assertThatThrownBy(() -> again(run.folder()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has " + (lines.size() - 2) + " images where");
        Files.delete(judged);
        assertThat(again(run.folder()).classes()).isEqualTo(first.classes());
        assertThat(Files.readAllLines(judged)).isEqualTo(lines);
    }

    private Judgement again(Path folder) {
        Loaded<SensingExperiment> config = Configs.sensing(file, List.of());
        Scenes scenes = Scenes.of(
                config.settings().data().set(), config.settings().data().side());
        return OnboardTraining.train(config, folder, scenes, Console.silent(), () -> true)
                .finished()
                .orElseThrow();
    }

    /** Bytes whose bits flip, and images of four blocks: learnt and judged, and the same when stopped between. */
    @Test
    void flippedBitsAndSeveralBlocksGoOnToTheSameBits() throws IOException {
        Files.writeString(file, Files.readString(file).replace("channel-snr = 20,", ""));
        for (String scheme : List.of("unrolled", "dct", "ridge")) {
            String[] settings = {
                "sensing.scheme=" + scheme, "sensing.bit-flips=0.01", "sensing.block=8", "training.label-smoothing=0.1"
            };
            OnboardTraining.Result whole = train(0, settings);
            assertThat(whole.finished().orElseThrow().measurements()).isEqualTo(64);
            Path stopped = train(4, settings).folder();
            OnboardTraining.resume(stopped, Changes.none(), Console.silent(), () -> false);
            for (String name : List.of("metrics.csv", "judged.csv", "result.json")) {
                assertThat(stopped.resolve(name))
                        .as(scheme)
                        .hasSameTextualContentAs(whole.folder().resolve(name));
            }
        }
    }

    @Test
    void blocksAreCutFromImagesAndPutTogetherAgain() {
        float[] images = new float[2 * 16];
        for (int i = 0; i < images.length; i++) {
            images[i] = i;
        }
        Tiles tiles = new Tiles(2, 2);
        float[] blocks = tiles.blocks(images);
        assertThat(blocks).startsWith(0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13).endsWith(26, 27, 30, 31);
        assertThat(tiles.images(blocks)).isEqualTo(images);
    }

    /** A bit flips as often as it was asked for, each alone. */
    @Test
    void bitsFlipAsOftenAsTheyAreAskedTo() {
        float[] flips = new float[20_000];
        Draws.flips(CounterRandom.of(1, 2), 0.05, flips, 0, flips.length);
        int[] counts = new int[8];
        for (float one : flips) {
            for (int bit = 0; bit < 8; bit++) {
                counts[bit] += (int) one >> bit & 1;
            }
        }
        for (int count : counts) {
            assertThat(count).isBetween(850, 1150); // five deviations of a binomial
        }
    }

    @Test
    void aRunIsListedAndSaysWhatItIs() {
        Path run = train(2).folder();

        assertThat(RunList.of(run.getParent(), RunList.Order.NAME).toText())
                .contains(run.getFileName().toString(), "stopped at step 2 of 8");
        Facts facts = new Info(folder).of(run);
        assertThat(facts.what()).isEqualTo("a run of compressed learning");
        assertThat(facts.facts().get("read_by").toString()).contains("train --resume " + run, "export " + run);
        assertThatThrownBy(() -> new Info(folder).of(run.getParent())).hasMessageContaining("nec4j runs");
        assertThatThrownBy(() -> RunFolder.open(run))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(": is a run of compressed learning, which this command does not take");
    }

    @Test
    void everySchemeTrains() {
        for (String scheme : List.of("unrolled-box", "ridge", "dct", "none")) {
            OnboardTraining.Result result = train(0, "sensing.scheme=" + scheme);
            assertThat(result.finished().orElseThrow().accuracy()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Configs.sensing(file, List.of("sensing.scheme=unrolled-box", "sensing.ratio=0.2")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("51 boxes");
        assertThatThrownBy(() -> Configs.sensing(file, List.of("sensing.non-zeros=65")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("64 measurements");
        assertThatThrownBy(() -> Configs.sensing(file, List.of("sensing.ratio=0.02")))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file + ", where the default stands: sensing.non-zeros ");
        assertThatThrownBy(() -> Configs.sensing(file, List.of("sensing.block=6")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("such blocks do not tile 16 x 16 pixels");
        assertThatThrownBy(() -> Configs.sensing(file, List.of("sensing.bit-flips=0.1")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("state one of them");
        Path run = train(2).folder();
        assertThatThrownBy(() -> OnboardTraining.resume(
                        run, new Changes(List.of("objective.lambda=2"), Set.of()), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("objective.lambda was 0.1");
        assertThatThrownBy(() -> OnboardTraining.resume(folder, Changes.none(), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("is no folder of a run of compressed learning");
    }

    /** As many cosines as pixels lose nothing; half of them lose what Parseval says. */
    @Test
    void cosinesAreOrthonormal() {
        float[] block = new float[64];
        Random random = new Random(1);
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) random.nextGaussian();
        }
        float[] all = block.clone();
        assertThat(LinearRecovery.ofLowestCosines(64, 8, SensingNoise.NONE).recover(1, all, new float[0], new float[0]))
                .isCloseTo(0, within(1e-8));
        LinearRecovery half = LinearRecovery.ofLowestCosines(32, 8, SensingNoise.NONE);
        float[] low = block.clone();
        double lost = half.recover(1, low, new float[0], new float[0]);
        assertThat(squares(low) + lost).isCloseTo(squares(block), within(1e-4));
        assertThat(half.recover(1, low.clone(), new float[0], new float[0])).isCloseTo(0, within(1e-8));
    }

    private static double squares(float[] x) {
        double sum = 0;
        for (float number : x) {
            sum += (double) number * number;
        }
        return sum;
    }

    /** Blocks of three numbers each are found again from four measurements. */
    @Test
    void ridgeFindsBlocksOfFewDimensions() {
        Random random = new Random(2);
        float[][] blocks = new float[200][16];
        for (float[] block : blocks) {
            float a = (float) random.nextGaussian();
            float b = (float) random.nextGaussian();
            for (int i = 0; i < 16; i++) {
                block[i] = a * i / 16 + b * (i % 3);
            }
        }
        float[] matrix = new float[4 * 16];
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = (float) random.nextGaussian();
        }
        LinearRecovery ridge =
                LinearRecovery.ofRidge(matrix, 4, blocks, new Channel(SensingNoise.NONE, Optional.empty(), 0), 0);
        double before = squares(blocks[7]);
        assertThat(ridge.recover(1, blocks[7].clone(), new float[0], new float[0]))
                .isLessThan(0.02 * before);
    }
}
