package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.data.PngWriter;
import org.nec4j.eval.TinyCodec;
import org.nec4j.export.CodingPoint;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.report.Results;
import org.nec4j.study.SegmentationEvaluation.PixelHead;

class SegmentationEvaluationTest {
    private static final SegmentationSettings SHORT =
            new SegmentationSettings(false, 8, 4, 0.4, 0.1, 0.75, 20, 2, 8, 2e-3, 0.05);

    @TempDir
    Path folder;

    private Path codec;
    private Path dataset;

    @BeforeEach
    void makeACodecAndADataSet() throws IOException {
        codec = folder.resolve("codec.nec");
        TinyCodec.write(codec, true);
        dataset = folder.resolve("scenes.conf");
        Files.writeString(dataset, "name = scenes, kind = synthetic, synthetic { images = 50, side = 48, seed = 3 }");
    }

    @Test
    void theRidgeHeadHasNoSeedAndStandardizedTokensAreAnotherHead() {
        SegmentationEvaluation.Evaluated one = ridge(0);
        assertThat(one.head()).isEqualTo("ridge");
        assertThat(ridge(1).accuracy()).isEqualTo(one.accuracy());
        assertThat(one.accuracy().decoded()).isGreaterThan(0.2);
        SegmentationSettings quick = new SegmentationSettings(false, 8, 4, 0.4, 0.1, 0.75, 60, 2, 8, 2e-2, 0.05);
        assertThat(evaluate(PixelHead.SEGMENTATION, quick.standardized(true), 0).accuracy())
                .isNotEqualTo(evaluate(PixelHead.SEGMENTATION, quick, 0).accuracy());
        assertThat(PixelHead.named("Ridge")).hasValue(PixelHead.RIDGE);
        assertThat(PixelHead.named("linear")).isEmpty();
    }

    private SegmentationEvaluation.Evaluated ridge(long seed) {
        return evaluate(PixelHead.RIDGE, SHORT, seed);
    }

    private SegmentationEvaluation.Evaluated evaluate(PixelHead head, SegmentationSettings settings, long seed) {
        return SegmentationEvaluation.evaluate(
                codec,
                CodingPoint.UNASKED,
                dataset,
                head,
                settings,
                List.of(seed),
                DataSettings.Copies.ALLOW,
                Console.silent());
    }

    @Test
    void allTilesOfAnImageAreCountedAndEveryClassIsScored() throws IOException {
        SegmentationEvaluation.Evaluated evaluated = SegmentationEvaluation.evaluate(
                codec, dataset, SHORT, List.of(0L), DataSettings.Copies.ALLOW, Console.silent());
        assertThat(evaluated.images()).isEqualTo(10);
        assertThat(evaluated.tiles()).isEqualTo(40);
        assertThat(evaluated.meanBytesPerTile()).isGreaterThan(20);
        assertThat(evaluated.meanBytesPerImage()).isCloseTo(4 * evaluated.meanBytesPerTile(), within(1e-9));
        assertThat(evaluated.classes()).hasSize(9);
        Score accuracy = evaluated.accuracy();
        assertThat(accuracy.decoded())
                .isBetween(accuracy.interval().low(), accuracy.interval().high());
        assertThat(evaluated.meanIou().decoded()).isLessThan(accuracy.decoded());
        assertThat(accuracy.uncompressed()).isBetween(0.0, 1.0);
        assertThat(evaluated.lines()).contains("on 10 test images of 4.0 tiles").contains("water: IoU");

        Path json = folder.resolve("eval.json");
        evaluated.write(json);
        JsonObject read = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(read.keySet())
                .containsExactly(
                        "dataset",
                        "head",
                        "accuracy",
                        "accuracy_low",
                        "accuracy_high",
                        "mean_iou",
                        "mean_iou_low",
                        "mean_iou_high",
                        "classes",
                        "images",
                        "tiles",
                        "mean_bytes_per_image",
                        "mean_bytes_per_tile",
                        "uncompressed_accuracy",
                        "uncompressed_mean_iou",
                        "codec_digest",
                        "rates");
        assertThat(read.get("mean_iou").getAsDouble())
                .isEqualTo(evaluated.meanIou().decoded());
        assertThat(read.get("mean_bytes_per_tile").getAsDouble()).isEqualTo(evaluated.meanBytesPerTile());
        assertThat(read.getAsJsonArray("classes")).hasSize(9);
    }

    @Test
    void aStudyComparesSystemsByPixels() throws IOException {
        Files.writeString(folder.resolve("base.conf"), """
            experiment.name = base
            model { preset = custom, image-size = 32, patch-size = 8, dim = 16, depth = 1, heads = 2
                    decoder-dim = 8, decoder-depth = 1, decoder-heads = 2 }
            data.sets = [scenes.conf]
            training { length = 1 steps, parameters = [{ pattern = "*", train = true }] }
            """);
        Path study = folder.resolve("study.conf");
        Files.writeString(study, """
            name = test, title = test, data = scenes.conf, base = base.conf
            task = segmentation
            seeds = [0, 1]
            segmentation { channels = 8, auxiliary-channels = 4, steps = 10, warmup = 1 }
            fine-tune.enabled = true
            systems {
              nec = [{ system = NEC, setting = only, codec = codec.nec, settings = [] }]
              batch-bits = [4], float-bits = [32], raw = true, png = true, jpeg = [2000]
            }
            """);
        Results results =
                Study.reproduce(study, folder.resolve("out"), folder.resolve("work"), Set.of(), Console.silent());
        Map<String, Measurement> rows = results.measurements().stream()
                .filter(m -> m.head().equals("segmentation"))
                .collect(Collectors.toMap(Measurement::system, m -> m));
        Measurement uncompressed = rows.get("uncompressed embedding");
        assertThat(uncompressed.bytes()).isEqualTo(4 * 4 * 17 * 16);
        assertThat(uncompressed.accuracies()).hasSize(2);
        assertThat(rows.get("float + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
        // Image codecs code whole images, and a lossless one changes nothing.
        assertThat(rows.get("raw + zstd").accuracies()).isEqualTo(uncompressed.accuracies());
        assertThat(rows.get("PNG").accuracies()).isEqualTo(uncompressed.accuracies());
        assertThat(rows.get("JPEG").bytes()).isBetween(500.0, 2000.0);
        assertThat(rows.get("NEC").metrics()).containsKeys("bytes_a_tile", "iou_water", "f1_grass");
        assertThat(results.measurements().stream().map(Measurement::head).distinct())
                .containsExactlyInAnyOrder(
                        "segmentation", "segmentation-miou", "segmentation+fine-tune", "segmentation-miou+fine-tune");
        assertThat(results.measurements().stream()
                        .filter(m -> m.head().equals("segmentation+fine-tune"))
                        .map(Measurement::system))
                .containsExactly("raw + zstd", "PNG", "JPEG");
        assertThat(folder.resolve("out/curve-segmentation-miou.svg")).exists();
        assertThat(folder.resolve("out/table.md")).content().contains("## Head: segmentation-miou");

        // What is measured is found again.
        Results again =
                Study.reproduce(study, folder.resolve("out"), folder.resolve("work"), Set.of(), Console.silent());
        assertThat(again.measurements()).isEqualTo(results.measurements());
    }

    @Test
    void masksThatDoNotFitAreRefusedInASentence() throws IOException {
        Files.createDirectories(folder.resolve("roads/images"));
        Files.createDirectories(folder.resolve("roads/masks"));
        for (String name : List.of("a", "b")) {
            PngWriter.write(folder.resolve("roads/images/" + name + ".png"), new ByteImage(40, 32, 3, new byte[3840]));
            byte[] mask = new byte[40 * 32];
            mask[41] = 3;
            PngWriter.write(folder.resolve("roads/masks/" + name + ".png"), new ByteImage(40, 32, 1, mask));
        }
        Path roads = folder.resolve("roads.conf");
        Files.writeString(
                roads,
                "name = roads, folders = [roads], classes = [other, road], split { train = 0.5, val = 0, test = 0.5 }");
        assertRefused(roads, "value 3 at column 1, row 1 stands for no class; classes are 0 (other) to 1 (road)");
        Files.delete(folder.resolve("roads/masks/b.png"));
        assertRefused(roads, "b.png: has no mask of the same name");
        Files.writeString(roads, "name = roads, folders = [roads], split { train = 0.5, val = 0, test = 0.5 }");
        assertRefused(roads, "b.png: has no mask of the same name");
        PngWriter.write(folder.resolve("roads/masks/b.png"), new ByteImage(40, 32, 1, new byte[40 * 32]));
        assertRefused(roads, "segmentation needs two or more classes");
    }

    @Test
    void aClassWithoutAPixelIsSaidAndNothingToLearnIsRefused() throws IOException {
        byte[] mask = new byte[40 * 32];
        java.util.Arrays.fill(mask, 500, 900, (byte) 255);
        for (String name : List.of("a", "b")) {
            byte[] picture = new byte[3840];
            picture[0] = (byte) name.charAt(0);
            PngWriter.write(folder.resolve("roads/images/" + name + ".png"), new ByteImage(40, 32, 3, picture));
            PngWriter.write(folder.resolve("roads/masks/" + name + ".png"), new ByteImage(40, 32, 1, mask));
        }
        String head = "name = roads, folders = [roads], split { train = 0.5, val = 0, test = 0.5 }, ";
        Path roads = Files.writeString(folder.resolve("roads.conf"), head + "classes = [other, road]");
        assertRefused(
                roads, "every pixel to learn from that is not ignored is of class 'other', so that nothing is left to");

        java.util.Arrays.fill(mask, 500, 900, (byte) 1);
        for (String name : List.of("a", "b")) {
            PngWriter.write(folder.resolve("roads/masks/" + name + ".png"), new ByteImage(40, 32, 1, mask));
        }
        Files.writeString(roads, head + "classes = [other, road, water]");
        List<String> told = new java.util.ArrayList<>();
        Console console = new Console() {
            @Override
            public void say(String line) {
                told.add(line);
            }

            @Override
            public org.nec4j.progress.Progress progress(String task, long total, String unit) {
                return Console.silent().progress(task, total, unit);
            }
        };
        SegmentationEvaluation.Evaluated evaluated =
                SegmentationEvaluation.evaluate(codec, roads, SHORT, List.of(0L), DataSettings.Copies.REFUSE, console);
        assertThat(told)
                .contains(
                        "Warning: no pixel to learn from is of class 'water'; see the values under masks in the data"
                                + " set's description.",
                        "Warning: no pixel of the test images is of class 'water', so that no score tells anything"
                                + " about it.");
        boolean predicted = !Double.isNaN(evaluated.classes().get(2).iou());
        assertThat(evaluated.lines().contains("over 2 of 3 classes")).isEqualTo(!predicted);
        assertThat(evaluated.lines().contains("water: no test pixel, and none predicted"))
                .isEqualTo(!predicted);
        assertThat(evaluated.meanIou().interval().high())
                .isGreaterThan(evaluated.meanIou().interval().low());
    }

    @Test
    void theDefaultsAreThePapersWhereTheyDoNotNeedAGpu() {
        SegmentationSettings settings = Configs.segmentation();
        assertThat(settings.channels()).isEqualTo(128);
        assertThat(settings.auxiliaryChannels()).isEqualTo(64);
        assertThat(settings.stride()).isEqualTo(384.0 / 512);
        // Not the paper's: a short training on tokens as they are hides differences between codecs.
        assertThat(settings.standardize()).isTrue();
    }

    private void assertRefused(Path data, String sentence) {
        assertThatThrownBy(() -> SegmentationEvaluation.evaluate(
                        codec, data, SHORT, List.of(0L), DataSettings.Copies.ALLOW, Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(sentence);
    }
}
