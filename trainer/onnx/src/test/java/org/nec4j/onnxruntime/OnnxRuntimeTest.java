package org.nec4j.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.ImageSource;
import org.nec4j.data.PngWriter;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.EncoderRuntime;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class OnnxRuntimeTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 16, 2, 2, 8, 1, 2, 4, 1e-6);
    private static final int IMAGES = 21;

    @TempDir
    private Path folder;

    private Path codec;
    private ImageSource images;

    @BeforeEach
    void writeACodec() throws IOException {
        Path line = Path.of("/proc/self/cmdline");
        Assumptions.assumeTrue(
                !Files.exists(line) || Files.readAllBytes(line).length < 4096,
                "this command line is too long for ONNX Runtime 1.29; run with Maven");
        FactorizedModel entropy =
                new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi().with(Likelihood.SIGN));
        Tensors tensors = RandomStart.of(SHAPE, 1).with(entropy.initial(1));
        Preprocessing preprocessing = new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false);
        codec = folder.resolve("codec.nec");
        new CodecBuilder(SHAPE, tensors, preprocessing, Map.of(), Optional.empty())
                .codec(entropy, KeptTables.NONE)
                .write(codec);
        SyntheticScenes scenes = new SyntheticScenes(IMAGES, 40, 3);
        images = preprocessing.images(IntStream.range(0, IMAGES)
                .mapToObj(i -> PngWriter.bytes(scenes.image(i)))
                .toList());
    }

    @AfterEach
    void forget() {
        System.clearProperty(EncoderRuntime.PROPERTY);
    }

    @Test
    void embedsAsNec4jDoesWhereItIsAskedFor() {
        float[][] own = embeddings();
        System.setProperty(EncoderRuntime.PROPERTY, "cpu");
        assertThat(EncoderRuntime.asked().orElseThrow().sentence()).contains("ONNX Runtime 1.29");
        float[][] others = embeddings();
        boolean differ = false;
        for (int i = 0; i < IMAGES; i++) {
            for (int k = 0; k < own[i].length; k++) {
                assertThat(Math.abs(others[i][k] - own[i][k])).isLessThan(1e-4f);
                differ |= others[i][k] != own[i][k];
            }
        }
        assertThat(differ).as("another program computed").isTrue();
    }

    private float[][] embeddings() {
        float[][] embeddings = new float[IMAGES][];
        ImageEncoder.open(codec)
                .embed(
                        images,
                        8,
                        Console.silent().progress("", 1, ""),
                        (embedding, i) -> embeddings[i] = embedding.values());
        return embeddings;
    }

    @Test
    void refusesADeviceThatIsNotThere() {
        System.setProperty(EncoderRuntime.PROPERTY, "cuda");
        assertThatThrownBy(() -> ImageEncoder.open(codec))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("has no such provider");
    }

    @Test
    void refusesACommandLineThatWouldEndTheProcess() {
        OnnxRuntime.requireAShortCommandLine(4095);
        assertThatThrownBy(() -> OnnxRuntime.requireAShortCommandLine(5000))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("name a folder instead of many images");
    }
}
