package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.data.Split;
import org.nec4j.eval.TinyCodec;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

class CodecEvaluationTest {
    @TempDir
    Path folder;

    private Path codec;
    private Path dataset;

    @BeforeEach
    void makeACodecAndADataSet() throws IOException {
        codec = folder.resolve("codec.nec");
        TinyCodec.write(codec, true);
        dataset = folder.resolve("scenes.conf");
        TinyCodec.describeScenes(dataset);
    }

    @Test
    void theBytesAreThoseOfTheTestImagesStreams() {
        Evaluated evaluated = CodecEvaluation.evaluate(
                codec, dataset, Heads.named("linear"), List.of(0L), DataSettings.Copies.REFUSE, Console.silent());
        ImageEncoder encoder = ImageEncoder.open(codec);
        List<Integer> lengths = new ArrayList<>();
        OpenedSet set = OpenedSet.open(Configs.dataset(dataset).settings());
        try (Progress progress = Console.silent().progress("", 1, "")) {
            encoder.embed(
                    set.only(Split.TEST),
                    7,
                    progress,
                    (e, i) -> lengths.add(encoder.codec().encode(e).length));
        }
        assertThat(evaluated.images()).isEqualTo(20).isEqualTo(lengths.size());
        assertThat(evaluated.meanBytesPerImage())
                .isCloseTo(lengths.stream().mapToInt(l -> l).average().orElseThrow(), within(1e-9));
        assertThat(evaluated.score().decoded())
                .isBetween(
                        evaluated.score().interval().low(),
                        evaluated.score().interval().high());
        assertThat(evaluated.codecDigest()).isEqualTo(encoder.codec().digest());
        assertThat(evaluated.line()).contains("on 20 test images");
    }

    @Test
    void theJsonHasTheKeysThatScriptsRead() throws IOException {
        Path json = folder.resolve("eval.json");
        Evaluated evaluated = CodecEvaluation.evaluate(
                codec, dataset, Heads.named("knn"), List.of(0L), DataSettings.Copies.REFUSE, Console.silent());
        evaluated.write(json);
        JsonObject read = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(read.keySet())
                .containsExactly(
                        "dataset",
                        "head",
                        "metric",
                        "accuracy",
                        "accuracy_low",
                        "accuracy_high",
                        "macro_f1",
                        "images",
                        "mean_bytes_per_image",
                        "uncompressed_accuracy",
                        "codec_digest",
                        "rates",
                        "by_class",
                        "confusion");
        assertThat(read.get("accuracy").getAsDouble())
                .isEqualTo(evaluated.score().decoded());
        assertThat(read.get("images").getAsInt()).isEqualTo(20);
        assertThat(read.get("mean_bytes_per_image").getAsDouble()).isEqualTo(evaluated.meanBytesPerImage());
        assertThat(read.get("uncompressed_accuracy").getAsDouble())
                .isEqualTo(evaluated.score().uncompressed());
    }

    @Test
    void everyHeadWorksWithAndWithoutTheDecoderLayer() {
        for (String head : List.of("attention", "linear+decoder", "knn+decoder", "attention+decoder")) {
            Evaluated evaluated = CodecEvaluation.evaluate(
                    codec, dataset, Heads.named(head), List.of(0L), DataSettings.Copies.REFUSE, Console.silent());
            assertThat(evaluated.score().decoded()).as(head).isBetween(0.0, 1.0);
            assertThat(evaluated.head()).endsWith(head.substring(head.length() - 6));
            assertThat(evaluated.classes().rows().stream()
                            .mapToInt(Evaluated.ClassRow::images)
                            .sum())
                    .isEqualTo(20);
            assertThat(evaluated.table()).hasSize(11);
            int right = 0;
            for (int c = 0; c < evaluated.classes().confusion().length; c++) {
                right += evaluated.classes().confusion()[c][c];
            }
            assertThat(right / 20.0).as(head).isEqualTo(evaluated.score().decoded());
        }
        Evaluated retrieval = CodecEvaluation.evaluate(
                codec, dataset, Heads.named("retrieval"), List.of(0L), DataSettings.Copies.REFUSE, Console.silent());
        assertThat(retrieval.line()).contains("mAP@20");
        assertThat(retrieval.table()).isEmpty();
    }

    @Test
    void aCodecWithoutADecoderLayerIsToldApart() {
        TinyCodec.write(codec, false);
        assertThatThrownBy(() -> CodecEvaluation.evaluate(
                        codec,
                        dataset,
                        Heads.named("linear+decoder"),
                        List.of(0L),
                        DataSettings.Copies.REFUSE,
                        Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no decoder layer");
    }

    @Test
    void anUnknownHeadIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Heads.named("svm"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("svm")
                .hasMessageContaining("linear, linear-moments, knn, attention, retrieval");
    }

    @Test
    void aDataSetWithoutATestSplitIsRefused() throws IOException {
        Files.writeString(
                dataset,
                "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }, "
                        + "split { train = 0.8, val = 0.2, test = 0 }");
        assertThatThrownBy(() -> CodecEvaluation.evaluate(
                        codec,
                        dataset,
                        Heads.named("linear"),
                        List.of(0L),
                        DataSettings.Copies.REFUSE,
                        Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("split test");
    }
}
