package org.nec4j.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.step.ReferenceVectors;

/** Checkpoints of CompressAI and of the reference trainer become codecs that read, and write, the streams of those. */
class CheckpointImportTest {
    private static final int TOKENS = 17;

    /** Written by {@code interchange_peer.py train}: CompressAI 1.2.8 trained, saved and coded. */
    private static final Path COMPRESSAI =
            Path.of(System.getProperty("nec4j.root"), "trainer/train/src/test/resources/org/nec4j/convert/compressai");

    @TempDir
    Path folder;

    private Path codecFile() {
        return folder.resolve("codec.nec");
    }

    private Codec bottleneck(Path checkpoint) {
        CheckpointImport.bottleneck(checkpoint, codecFile(), false, Console.silent());
        return Codec.open(codecFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bottleneck.pth", "old-names.pth"})
    void aBottleneckOfCompressAiReadsAndWritesItsStreams(String name) {
        Codec codec = bottleneck(COMPRESSAI.resolve(name));

        try (SafeTensors peer = SafeTensors.open(COMPRESSAI.resolve("peer.safetensors"))) {
            for (int image = 0; image < 2; image++) {
                codes(codec, peer.floats("y"), peer.floats("y_hat"), image, peer.bytes("string" + image));
            }
        }
    }

    /** One embedding both ways; a zero's sign, which rounding in PyTorch keeps, does not count. */
    private static void codes(Codec codec, float[] y, float[] yHat, int image, byte[]... strings) {
        int size = TOKENS * codec.dim();
        byte[] stream = codec.frame(TOKENS, List.of(strings));
        assertThat(codec.decode(stream).values())
                .usingElementComparator((a, b) -> a.floatValue() == b.floatValue() ? 0 : 1)
                .containsExactly(Arrays.copyOfRange(yHat, image * size, (image + 1) * size));
        Embedding embedding =
                new Embedding(TOKENS, codec.dim(), Arrays.copyOfRange(y, image * size, (image + 1) * size));
        assertThat(codec.encode(embedding)).isEqualTo(stream);
    }

    @Test
    void aBottleneckSavedWithoutAModelAroundItIsTheSameCodec() {
        Path lone = folder.resolve("lone.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        Checkpoint whole = Checkpoint.read(COMPRESSAI.resolve("bottleneck.pth"));
        for (String name : whole.names()) {
            writer.floats(name.substring("bottleneck.".length()), whole.shape(name), whole.floats(name));
        }
        writer.write(lone);

        assertThat(bottleneck(lone).digest())
                .isEqualTo(bottleneck(COMPRESSAI.resolve("bottleneck.pth")).digest());
    }

    @Test
    void rebuiltTablesAreThoseThatCompressAiBuilt() {
        Path checkpoint = COMPRESSAI.resolve("bottleneck.pth");
        String own = bottleneck(checkpoint).digest();
        CheckpointImport.bottleneck(checkpoint, codecFile(), true, Console.silent());
        assertThat(Codec.open(codecFile()).digest()).isEqualTo(own);
    }

    @Test
    void aCodecOfABottleneckAloneEncodesNoImages() {
        bottleneck(COMPRESSAI.resolve("bottleneck.pth"));
        assertThatThrownBy(() -> ImageEncoder.open(codecFile()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("no image encoder");
    }

    /** The reference trainer's model after its last step, as its checkpoint would hold it. */
    private Path referenceCheckpoint(ReferenceVectors vectors, UnaryOperator<String> rename) {
        Path file = folder.resolve("reference.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (String name : vectors.names("init/")) {
            String trained = "final/" + name;
            String from = vectors.has(trained) ? trained : "init/" + name;
            writer.floats(rename.apply(name), vectors.shape(from), vectors.floats(from));
        }
        for (String name : vectors.names("tables/")) {
            writer.floats(rename.apply(name), vectors.shape("tables/" + name), vectors.floats("tables/" + name));
        }
        writer.write(file);
        return file;
    }

    private Experiment experiment(String entropy) {
        try {
            Files.writeString(
                    folder.resolve("scenes.conf"), "name = scenes, kind = synthetic, synthetic { images = 8 }");
            Path config = Files.writeString(folder.resolve("reference.conf"), """
                    experiment.name = reference
                    model {
                      preset = custom, image-size = 32, patch-size = 8, dim = 48, depth = 3, heads = 4
                      decoder-dim = 32, decoder-depth = 2, decoder-heads = 4
                    }
                    data.sets = [scenes.conf]
                    training { length = 5 steps, parameters = [{ pattern = "*", train = true }] }
                    """);
            return Configs.experiment(config, List.of("entropy.model=" + entropy))
                    .settings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void reads(ReferenceVectors vectors, Path checkpoint, String entropy) {
        CheckpointImport.withEncoder(checkpoint, experiment(entropy), codecFile(), false, Console.silent());
        Codec codec = Codec.open(codecFile());
        List<List<String>> strings = vectors.strings();
        for (int image = 0; image < 4; image++) {
            int at = image;
            byte[][] streams = strings.stream()
                    .map(each -> HexFormat.of().parseHex(each.get(at)))
                    .toArray(byte[][]::new);
            codes(codec, vectors.floats("eval/latent"), vectors.floats("eval/y_hat"), image, streams);
        }
        assertThat(ImageEncoder.open(codecFile()).shape().depth()).isEqualTo(3);
        try (SafeTensors file = SafeTensors.open(codecFile())) {
            assertThat(file.floats("blocks.2.mlp.fc1.weight"))
                    .isEqualTo(vectors.floats("final/blocks.2.mlp.fc1.weight"));
            assertThat(file.floats("blocks.0.mlp.fc1.weight"))
                    .isEqualTo(vectors.floats("init/blocks.0.mlp.fc1.weight"));
            assertThat(file.floats("decoder_pred.bias")).isEqualTo(vectors.floats("final/decoder_pred.bias"));
        }
    }

    private static Stream<UnaryOperator<String>> waysToName() {
        UnaryOperator<String> old = name -> name.replaceFirst("\\.matrices\\.", "._matrix")
                .replaceFirst("\\.biases\\.", "._bias")
                .replaceFirst("\\.factors\\.", "._factor");
        return Stream.of(
                UnaryOperator.identity(),
                old,
                name -> old.apply(name).replaceFirst("^bottleneck", "entropy_bottleneck"),
                name -> "module." + name,
                name -> "backbone." + name);
    }

    @Test
    void readsTheReferencesFactorizedModelWhateverItsNames() {
        ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");
        waysToName().forEach(rename -> reads(vectors, referenceCheckpoint(vectors, rename), "factorized"));
    }

    @Test
    void readsTheReferencesHyperprior() {
        ReferenceVectors vectors = ReferenceVectors.named("nec_hyperprior");
        reads(vectors, referenceCheckpoint(vectors, name -> name), "hyperprior");
    }

    @Test
    void aClassifierThatThrewTheDecoderAwayIsACodecWithoutOne() {
        ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");
        Path file = folder.resolve("classifier.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (String name : vectors.names("init/")) {
            if (!name.startsWith("decoder")) {
                writer.floats("backbone." + name, vectors.shape("init/" + name), vectors.floats("init/" + name));
            }
        }
        writer.floats("head.weight", new long[] {1}, new float[1]).write(file);

        CheckpointImport.withEncoder(file, experiment("factorized"), codecFile(), false, Console.silent());

        try (SafeTensors codec = SafeTensors.open(codecFile())) {
            assertThat(codec.names()).noneMatch(name -> name.startsWith("decoder") || name.startsWith("head"));
        }
    }

    @Test
    void saysWhatACheckpointLacksOrHoldsInstead() {
        Path mae = Path.of(
                System.getProperty("nec4j.root"),
                "trainer/train/src/test/resources/vectors/hf_vitmae_tiny/model.safetensors");
        assertThatThrownBy(() -> bottleneck(mae)).hasMessageContaining("holds no entropy bottleneck");
        ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");
        Path checkpoint = referenceCheckpoint(vectors, name -> name);
        assertThatThrownBy(() -> CheckpointImport.withEncoder(
                        checkpoint, experiment("hyperprior"), codecFile(), false, Console.silent()))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("add entropy.model=factorized");
        assertThat(codecFile()).doesNotExist();
    }

    @Test
    void tablesThatAreNoneNameTheFile() {
        ReferenceVectors vectors = ReferenceVectors.named("nec_factorized");
        Path file = folder.resolve("bad.safetensors");
        SafeTensorsWriter writer = new SafeTensorsWriter();
        for (String name : vectors.names("final/")) {
            if (name.startsWith("bottleneck.")) {
                writer.floats(name, vectors.shape("final/" + name), vectors.floats("final/" + name));
            }
        }
        writer.ints("bottleneck._quantized_cdf", new long[] {48, 3}, new int[144])
                .ints("bottleneck._cdf_length", new long[] {48}, new int[48])
                .ints("bottleneck._offset", new long[] {48}, new int[48])
                .write(file);
        assertThatThrownBy(() -> bottleneck(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("bad.safetensors: bottleneck: row 0");
    }
}
