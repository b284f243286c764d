package org.nec4j.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.PngWriter;
import org.nec4j.data.synthetic.SyntheticScenes;
import org.nec4j.entropy.DensitySettings;
import org.nec4j.entropy.FactorizedModel;
import org.nec4j.entropy.KeptTables;
import org.nec4j.export.CodecBuilder;
import org.nec4j.export.EncoderRuntime;
import org.nec4j.export.Encoding;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.Likelihood;
import org.nec4j.progress.Console;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;
import org.nec4j.vit.VitShape;

class ProducerTest {
    private static final VitShape SHAPE = new VitShape(32, 8, 3, 16, 1, 2, 8, 1, 2, 4, 1e-6);

    @TempDir
    private static Path folder;

    private static Path codec;
    private static List<byte[]> images;

    @BeforeAll
    static void writeACodecAndImages() {
        FactorizedModel entropy =
                new FactorizedModel(SHAPE.dim(), DensitySettings.compressAi().with(Likelihood.SIGN));
        Tensors tensors = RandomStart.of(SHAPE, 1).with(entropy.initial(1));
        Preprocessing preprocessing = new Preprocessing(32, List.of(0.5, 0.5, 0.5), List.of(0.2, 0.2, 0.2), false);
        codec = folder.resolve("codec.nec");
        new CodecBuilder(SHAPE, tensors, preprocessing, Map.of(), Optional.empty())
                .codec(entropy, KeptTables.NONE)
                .write(codec);
        SyntheticScenes scenes = new SyntheticScenes(5, 40, 3);
        images = IntStream.range(0, 5)
                .mapToObj(i -> PngWriter.bytes(scenes.image(i)))
                .toList();
    }

    @Test
    void saysWhatIsMissingWhereAnotherProgramIsAskedToEncode() {
        assertThat(askedFor("cpu")).contains("the module nec4j-onnx is not on the class path", "NEC4J_ONNX=cpu");
        assertThat(askedFor("tpu")).contains("-Dnec4j.onnx is \"tpu\", expected cpu or cuda");
    }

    private static String askedFor(String device) {
        System.setProperty(EncoderRuntime.PROPERTY, device);
        try {
            return catchThrowableOfType(UserException.class, () -> ImageEncoder.open(codec))
                    .getMessage();
        } finally {
            System.clearProperty(EncoderRuntime.PROPERTY);
        }
    }

    @Test
    void givesTheBytesThatTheCommandLineWrites() throws Exception {
        Path file = Files.write(folder.resolve("a.png"), images.get(0));
        Encoding.encode(codec, List.of(file), folder.resolve("out"), Console.silent());
        assertThat(Producer.open(codec).encode(images.get(0)))
                .isEqualTo(Files.readAllBytes(folder.resolve("out").resolve("a.nemb")));
    }

    @Test
    void givesEachImageTheSameBytesInWhateverBatchItComes() throws Exception {
        Producer producer = Producer.of(Files.readAllBytes(codec), "a codec in memory");
        List<byte[]> together = producer.encode(images);
        assertThat(together).hasSize(5);
        for (int i = 0; i < together.size(); i++) {
            assertThat(together.get(i)).isEqualTo(producer.encode(images.get(i)));
        }
        assertThat(producer.encode(List.of())).isEmpty();
    }

    @Test
    void givesStreamsThatItsCodecDecodes() {
        Producer producer = Producer.open(codec);
        Embedding decoded = producer.codec().decode(producer.encode(images.get(0)));
        Embedding embedded = producer.embed(images).get(0);
        assertThat(decoded.tokens()).isEqualTo(embedded.tokens());
        for (int i = 0; i < embedded.values().length; i++) {
            assertThat(Math.abs(decoded.values()[i] - embedded.values()[i])).isLessThan(0.5f + 1e-4f);
        }
    }

    @Test
    void isSafeForSeveralThreads() throws Exception {
        Producer producer = Producer.open(codec);
        List<byte[]> expected = producer.encode(images);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<List<byte[]>>> tasks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            tasks.add(() -> producer.encode(images));
        }
        for (Future<List<byte[]>> streams : threads.invokeAll(tasks)) {
            for (int i = 0; i < expected.size(); i++) {
                assertThat(streams.get().get(i)).isEqualTo(expected.get(i));
            }
        }
        threads.shutdown();
    }

    @Test
    void namesTheImageThatItCannotRead() {
        Producer producer = Producer.open(codec);
        byte[] text = "no image".getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> producer.encode(List.of(images.get(0), text)))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("image 1");
    }
}
