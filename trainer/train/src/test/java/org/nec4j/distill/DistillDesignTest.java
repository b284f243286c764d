package org.nec4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.NoisePictures;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.convert.RunExport;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.train.DryRun;
import org.nec4j.train.Ending;
import org.nec4j.train.Trainer;

/** Whole runs of a small model on synthetic scenes. */
class DistillDesignTest {
    private static final String PRICE = "entropy.transform.bit-price = 0.1\ntraining.validation.keep-best = 0\n";

    @TempDir
    private Path folder;

    /** Stopped at step 5: before, at and behind the step that gives bits their price. */
    @ParameterizedTest
    @ValueSource(strings = {"", "priced-after = 7", "priced-after = 5", "priced-after = 3"})
    void resumesBitForBitAcrossEpochsAndSymmetries(String priced) throws IOException {
        String settings = priced.isEmpty() ? "" : PRICE + "entropy.transform." + priced;
        Map<String, float[]> straight = train(settings).folder().trained().all();
        int[] steps = {0};
        Trainer.Result stopped =
                Trainer.train(Configs.experiment(config(settings), List.of()), Console.silent(), () -> ++steps[0] == 5);
        assertThat(stopped.ending()).isEqualTo(Ending.STOPPED);
        Trainer.Result resumed = Trainer.resume(stopped.folder().path(), Changes.none(), Console.silent(), () -> false);
        Map<String, float[]> pieced = resumed.folder().trained().all();
        assertThat(pieced.keySet()).isEqualTo(straight.keySet());
        straight.forEach((name, values) ->
                assertThat(Arrays.equals(pieced.get(name), values)).as(name).isTrue());
        assertThat(straight.keySet()).noneMatch(name -> name.startsWith("decoder"));
    }

    /** Training follows the schedule, held-out images are always measured with the quantizer of its end. */
    @Test
    void roundsUntilBitsHaveTheirPriceAndMeasuresWithItFromTheStart() throws IOException {
        String often = "training.checkpoint-every = 3 steps\n";
        Path rounding = train(often).folder().path();
        Path priced = train(often + PRICE + "entropy.transform.priced-after = 6")
                .folder()
                .path();
        Path pricedLater = train(often + PRICE + "entropy.transform.priced-after = 8")
                .folder()
                .path();

        List<String> losses = Files.readAllLines(rounding.resolve("metrics.csv"));
        assertThat(Files.readAllLines(priced.resolve("metrics.csv")).subList(0, 7))
                .isEqualTo(losses.subList(0, 7));
        assertThat(Files.readAllLines(priced.resolve("metrics.csv")).get(7)).isNotEqualTo(losses.get(7));
        String first = Files.readAllLines(priced.resolve("validation.csv")).get(1);
        assertThat(first)
                .isEqualTo(Files.readAllLines(pricedLater.resolve("validation.csv"))
                        .get(1));
        assertThat(first)
                .isNotEqualTo(
                        Files.readAllLines(rounding.resolve("validation.csv")).get(1));
    }

    @Test
    void refusesWhatPricedBitsAloneReadAndAPriceThatTrainingNeverSees() throws IOException {
        assertThatThrownBy(() -> train("entropy.transform.symbol-share = 0.3"))
                .hasMessageContaining(
                        "entropy.transform.symbol-share is not read where entropy.transform.bit-price = 0");
        assertThatThrownBy(() -> train("entropy.transform { bit-price = 0, priced-after = 3 }"))
                .hasMessageContaining(
                        "entropy.transform.priced-after is not read where entropy.transform.bit-price = 0");
        assertThatThrownBy(() -> train(PRICE + "entropy.transform.priced-after = 9"))
                .hasMessageContaining("entropy.transform.priced-after of 9 leaves no step of the training of 9 steps");
        for (String chooser : List.of("validation.keep-best = 1", "early-stopping.patience = 2")) {
            assertThatThrownBy(() -> train(PRICE + "entropy.transform.priced-after = 3\ntraining." + chooser))
                    .hasMessageContaining("entropy.transform.priced-after changes what a step stands for");
        }
    }

    @Test
    void beginsAsTheClosedFormAndMovesWhatTrains() throws IOException {
        Trainer.Result result = train("");
        Map<String, float[]> start = result.folder().start().all();
        Map<String, float[]> trained = result.folder().trained().all();
        float[] analysis = start.get("transform.analysis"); // [12, 24]
        float[] synthesis = start.get("transform.synthesis"); // [24, 12]
        for (int i = 0; i < analysis.length; i++) {
            assertThat(synthesis[i % 24 * 12 + i / 24]).isEqualTo(analysis[i]);
        }
        for (int a = 0; a < 12; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int d = 0; d < 24; d++) {
                    product += (double) analysis[a * 24 + d] * analysis[b * 24 + d];
                }
                assertThat(product).isBetween((a == b ? 1 : 0) - 1e-5, (a == b ? 1 : 0) + 1e-5);
            }
        }
        assertThat(start.get("postfilter.output.weight")).containsOnly(0);
        assertThat(start.get("transform.steps")).containsOnly(0);
        assertThat(trained.get("pooled.axes")).isEqualTo(start.get("pooled.axes"));
        assertThat(trained.get("blocks.0.mlp.fc1.weight")).isEqualTo(start.get("blocks.0.mlp.fc1.weight"));
        for (String name :
                List.of("transform.analysis", "transform.steps", "postfilter.output.weight", "norm.weight")) {
            assertThat(trained.get(name)).as(name).isNotEqualTo(start.get(name));
        }
    }

    @Test
    void exportsACodecThatHoldsAllRates() throws IOException {
        Trainer.Result result = train("training.length = 40 steps");
        Path file = folder.resolve("codec.nec");
        RunExport.export(result.folder().path(), RunExport.LAST, file, true, Console.silent());
        ImageEncoder encoder = ImageEncoder.open(file);
        assertThat(encoder.codec().dim()).isEqualTo(24);
        OpenedSet scenes =
                OpenedSet.open(Configs.dataset(folder.resolve("scenes.conf")).settings());
        double[] bytes = new double[2];
        double[] errors = new double[2];
        double[] steps = {4, 0.75};
        encoder.embed(scenes.images(), 8, Console.silent().progress("embedding", 40, "images"), (embedding, index) -> {
            for (int i = 0; i < 2; i++) {
                Codec codec = encoder.codec().atStep(steps[i]);
                byte[] stream = codec.encode(embedding);
                Embedding decoded = encoder.codec().decode(stream);
                bytes[i] += stream.length;
                assertThat(decoded.tokens()).isEqualTo(17);
                for (int n = 24; n < decoded.values().length; n++) {
                    double error = decoded.values()[n] - embedding.values()[n];
                    errors[i] += error * error;
                }
            }
        });
        assertThat(bytes[1]).isGreaterThan(bytes[0]);
        assertThat(errors[1]).isLessThan(errors[0]);
    }

    /** Under data.symmetries = all the four reflections that leave rows rows. */
    @Test
    void distilsImagesThatAreNotSquare() throws IOException {
        Trainer.Result result = train("model.image-size = [16, 32], training.length = 12 steps");
        Path file = folder.resolve("codec.nec");
        RunExport.export(result.folder().path(), RunExport.LAST, file, true, Console.silent());
        ImageEncoder encoder = ImageEncoder.open(file);
        OpenedSet scenes =
                OpenedSet.open(Configs.dataset(folder.resolve("scenes.conf")).settings());
        encoder.embed(scenes.images(), 8, Console.silent().progress("embedding", 40, "images"), (embedding, index) -> {
            assertThat(embedding.tokens()).isEqualTo(1 + 2 * 4);
            Embedding decoded = encoder.codec().decode(encoder.codec().encode(embedding));
            double error = 0;
            double all = 0;
            for (int n = 24; n < decoded.values().length; n++) {
                error += Math.pow(decoded.values()[n] - embedding.values()[n], 2);
                all += Math.pow(embedding.values()[n], 2);
            }
            assertThat(error).isLessThan(0.5 * all);
        });
    }

    @Test
    void findsStepsWhereNoneAreStatedAndKeepsThem() throws IOException {
        Trainer.Result result = train("objective.distill.steps = null");
        DistillDesign found =
                (DistillDesign) result.folder().config().settings().objective().kind();
        // A layer norm without training gives numbers around 1, and the bundled encoder's tokens spread by 0.22.
        assertThat(found.steps().orElseThrow().low()).isBetween(1.0, 3.0);
        Path file = folder.resolve("codec.nec");
        RunExport.export(result.folder().path(), RunExport.LAST, file, true, Console.silent());
        assertThat(Codec.open(file)
                        .atStep(found.steps().orElseThrow().high() / 2)
                        .point())
                .isPresent();
    }

    @Test
    void seesTheSameLossFromTheCacheAsFromTheImages() throws IOException {
        List<String> cached = Files.readAllLines(
                train("data.symmetries = none").folder().path().resolve("validation.csv"));
        assertThat(cached).hasSizeGreaterThan(1);
        assertThat(folder.resolve("runs/teachers"))
                .isDirectoryContaining(file -> file.toString().endsWith(".teacher"));
    }

    @Test
    void refusesACacheOfAnotherModelOfOtherImagesOrOfAnotherView() throws IOException {
        Path file = folder.resolve("frozen.teacher");
        String cache = "objective.distill.cache = \"" + file + "\"";
        train(cache);
        assertRefused(cache + "\nexperiment.seed = 6", file, "holds what another model makes of the images");
        assertRefused(cache + "\ndata.mean = [0.4, 0.4, 0.4]", file, "seen in another way");
        assertRefused(cache + "\ndata.symmetries = none", file, "other symmetries than this run's 1");
        Files.writeString(folder.resolve("scenes.conf"), scenes(44));
        assertRefused(cache, file, "other images", false);
        byte[] bytes = Files.readAllBytes(file);
        Files.writeString(folder.resolve("scenes.conf"), scenes(40));
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused(cache, file, "bytes long");
        Files.write(file, new byte[] {1, 2, 3});
        assertRefused(cache, file, "is no cache");
    }

    @Test
    void refusesACacheOfPixelsThatChangedUnderTheirNames() throws IOException {
        for (int i = 0; i < 12; i++) {
            picture(i, i);
        }
        String scenes = """
                name = scenes
                kind = folder
                folders = [pictures]
                split { train = 0.6, val = 0.2, test = 0.2, seed = 0 }
                """;
        Files.writeString(folder.resolve("scenes.conf"), scenes);
        Path file = folder.resolve("frozen.teacher");
        String cache = "objective.distill.cache = \"" + file + "\"";
        Trainer.train(Configs.experiment(written(cache), List.of()), Console.silent(), () -> false);
        for (int i = 0; i < 12; i++) {
            picture(i, 100 + i);
        }

        assertRefused(cache, file, "other images", false);
    }

    private void picture(int number, int seed) throws IOException {
        NoisePictures.rgb(folder.resolve("pictures/class" + number % 2 + "/" + number + ".png"), 40, seed);
    }

    @Test
    void keepsACacheForEachKindOfSymmetries() throws IOException {
        train("data.symmetries = none");
        train("data.symmetries = mirror");

        try (Stream<Path> caches = Files.list(folder.resolve("runs/teachers"))) {
            assertThat(caches).hasSize(2);
        }
    }

    private void assertRefused(String settings, Path file, String why) throws IOException {
        assertRefused(settings, file, why, true);
    }

    private void assertRefused(String settings, Path file, String why, boolean sameScenes) throws IOException {
        Path config = sameScenes ? config(settings) : written(settings);
        List<String> before = runs();
        assertThatThrownBy(() -> DryRun.of(Configs.experiment(config, List.of()), Console.silent()))
                .as("a dry run")
                .hasMessageContaining(why);
        assertThatThrownBy(() -> Trainer.train(Configs.experiment(config, List.of()), Console.silent(), () -> false))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(why)
                .hasMessageContaining("delete it or name another file in objective.distill.cache");
        assertThat(runs()).as("folders of runs").isEqualTo(before);
    }

    private List<String> runs() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("runs"))) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void cropsAreLookedAtInEveryStep() throws IOException {
        Trainer.Result result = train("objective.distill.view = crops\ndata.crop-scale = [0.6, 1]");
        assertThat(result.ending()).isEqualTo(Ending.FINISHED);
        assertThat(folder.resolve("runs/teachers")).doesNotExist();
    }

    @Test
    void neitherHalfGoesWithAnother() throws IOException {
        assertThatThrownBy(() -> train("entropy.model = factorized"))
                .hasMessageContaining("objective.kind = distill trains none but transform");
        assertThatThrownBy(() -> train("objective.kind = nec"))
                .hasMessageContaining("which objective.kind = nec does not train; set objective.kind = distill");
    }

    private Trainer.Result train(String settings) throws IOException {
        return Trainer.train(Configs.experiment(config(settings), List.of()), Console.silent(), () -> false);
    }

    private static String scenes(int images) {
        return """
                name = scenes
                kind = synthetic
                synthetic { images = %d, side = 40, seed = 1 }
                split { train = 0.6, val = 0.2, test = 0.2, seed = 0 }
                """.formatted(images);
    }

    private Path config(String settings) throws IOException {
        Files.writeString(folder.resolve("scenes.conf"), scenes(40));
        return written(settings);
    }

    private Path written(String settings) throws IOException {
        return Files.writeString(folder.resolve("run.conf"), """
                experiment { name = tiny, seed = 5, runs = runs }
                model {
                  preset = custom, image-size = 32, patch-size = 8, dim = 24, depth = 2, heads = 2
                  decoder-dim = 16, decoder-depth = 2, decoder-heads = 2
                }
                data { sets = [scenes.conf], batch-size = 6, symmetries = all }
                objective { kind = distill, distill.steps = [0.7071, 4.5948] }
                entropy { model = transform }
                training {
                  length = 9 steps
                  optimizer.learning-rate = 1e-3
                  parameters = [
                    { pattern = "{blocks.-1,norm,transform,postfilter}.*", train = true }
                    { pattern = "*", train = false }
                  ]
                  log-every = 1
                }
                """ + settings);
    }
}
