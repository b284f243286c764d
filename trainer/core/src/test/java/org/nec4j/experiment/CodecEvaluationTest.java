package org.nec4j.experiment;

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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.UserException;
import org.nec4j.config.Configs;
import org.nec4j.data.Split;
import org.nec4j.entropy.FactorizedDensity;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.setup.OpenedSet;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class CodecEvaluationTest {
    @TempDir
    Path folder;

    private Path codec;
    private Path dataset;

    @BeforeEach
    void makeACodecAndADataSet() throws IOException {
        VitShape shape = new VitShape(32, 8, 3, 16, 1, 2, 8, 1, 2, 4, 1e-6);
        List<Integer> filters = List.of(3, 3, 3, 3);
        Tensors tensors =
                RandomStart.of(shape, 1).with(new FactorizedDensity(shape.dim(), filters).initial("bottleneck", 10, 1));
        Preprocessing preprocessing = new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false);
        codec = folder.resolve("codec.nec");
        CodecBuilder.factorised(shape, tensors, filters, Likelihood.SIGN, preprocessing, Map.of(), Optional.empty())
                .write(codec);
        dataset = folder.resolve("scenes.conf");
        Files.writeString(dataset, "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }");
    }

    @Test
    void theBytesAreThoseOfTheTestImagesStreams() {
        CodecEvaluation.Evaluated evaluated =
                CodecEvaluation.evaluate(codec, dataset, Heads.named("linear"), List.of(0L), Console.silent());
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
        assertThat(evaluated.accuracy()).isBetween(evaluated.accuracyLow(), evaluated.accuracyHigh());
        assertThat(evaluated.codecDigest()).isEqualTo(encoder.codec().digest());
        assertThat(evaluated.line()).contains("on 20 test images");
    }

    @Test
    void theJsonHasTheKeysThatScriptsRead() throws IOException {
        Path json = folder.resolve("eval.json");
        CodecEvaluation.Evaluated evaluated =
                CodecEvaluation.evaluate(codec, dataset, Heads.named("knn"), List.of(0L), Console.silent());
        evaluated.write(json);
        JsonObject read = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertThat(read.get("accuracy").getAsDouble()).isEqualTo(evaluated.accuracy());
        assertThat(read.get("images").getAsInt()).isEqualTo(20);
        assertThat(read.get("mean_bytes_per_image").getAsDouble()).isEqualTo(evaluated.meanBytesPerImage());
        assertThat(read.get("uncompressed_accuracy").getAsDouble()).isEqualTo(evaluated.uncompressedAccuracy());
    }

    @Test
    void anUnknownHeadIsNamedWithThoseThereAre() {
        assertThatThrownBy(() -> Heads.named("svm"))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("svm")
                .hasMessageContaining("linear and knn");
    }

    @Test
    void aDataSetWithoutATestSplitIsRefused() throws IOException {
        Files.writeString(
                dataset,
                "name = scenes, kind = synthetic, synthetic { images = 100, side = 32, seed = 3 }, "
                        + "split { train = 0.8, val = 0.2, test = 0 }");
        assertThatThrownBy(() ->
                        CodecEvaluation.evaluate(codec, dataset, Heads.named("linear"), List.of(0L), Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("split test");
    }
}
