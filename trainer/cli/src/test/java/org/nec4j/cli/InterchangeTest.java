package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;
import org.nec4j.codec.tensor.SafeTensors;

/** A run's state dict for PyTorch, which import makes the same codec of as export does. */
class InterchangeTest {
    @TempDir
    Path folder;

    private Path stateDict(Path run, String... options) {
        Path file = folder.resolve("weights.safetensors");
        Object[] words = new Object[options.length + 5];
        System.arraycopy(new Object[] {"export", run, "--state-dict", "-o", file}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        Cli export = Cli.run(words);
        assertThat(export.status()).as(export.err()).isZero();
        return file;
    }

    private Codec imported(Path stateDict, Object... config) {
        Path codec = folder.resolve("imported.nec");
        Object[] words = new Object[config.length + 4];
        System.arraycopy(new Object[] {"import", "-o", codec, stateDict}, 0, words, 0, 4);
        System.arraycopy(config, 0, words, 4, config.length);
        Cli run = Cli.run(words);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().strip()).isEqualTo(codec.toString());
        return Codec.open(codec);
    }

    @ParameterizedTest
    @ValueSource(strings = {"factorized", "hyperprior", "mean-scale-hyperprior"})
    void aStateDictBecomesTheCodecThatTheRunWas(String model) throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        String entropy = "entropy.model=" + model;
        Path run = tiny.train(entropy, """
                training.parameters = [
                  { pattern = "{blocks.-1.*,norm.*,*bottleneck.*,h_a.*,h_s.*}", train = true }, { pattern = "*", train = false }
                ]""");
        Codec exported = Codec.open(tiny.export(run));

        for (String form : List.of("--state-dict", "--old-names", "--no-tables")) {
            Codec codec = imported(
                    stateDict(run, form.equals("--state-dict") ? new String[0] : new String[] {form}),
                    tiny.config(),
                    entropy);
            assertThat(codec.digest()).as(form).isEqualTo(exported.digest());
        }
        // The encoder came along.
        Path image = folder.resolve("images/one.png");
        NoisePictures.rgb(image, 40);
        assertThat(encoded(folder.resolve("codec.nec"), image))
                .isEqualTo(encoded(folder.resolve("imported.nec"), image));
    }

    private byte[] encoded(Path codec, Path image) throws IOException {
        Path out = folder.resolve("out-" + codec.getFileName());
        Cli run = Cli.run("encode", "-c", codec, "-o", out, image);
        assertThat(run.status()).as(run.err()).isZero();
        return Files.readAllBytes(out.resolve("one.nemb"));
    }

    @Test
    void aStateDictHasTheNamesOfTheReferencesModel() throws IOException {
        Path file = stateDict(TinyRun.in(folder).train());
        Map<String, Integer> reference = new HashMap<>();
        Path vectors = Path.of(
                System.getProperty("nec4j.root"),
                "trainer/train/src/test/resources/vectors/nec_factorized/vectors.safetensors");
        try (SafeTensors peer = SafeTensors.open(vectors)) {
            peer.names().stream()
                    .filter(name -> name.startsWith("init/") || name.startsWith("tables/"))
                    .forEach(name ->
                            reference.put(anyBlock(name.substring(name.indexOf('/') + 1)), peer.shape(name).length));
        }
        Map<String, Integer> ours = new HashMap<>();
        try (SafeTensors state = SafeTensors.open(file)) {
            state.names().forEach(name -> ours.put(anyBlock(name), state.shape(name).length));
            assertThat(state.shape("bottleneck._quantized_cdf")[0]).isEqualTo(16);
            assertThat(state.metadata()).containsEntry("format", "pt");
        }
        assertThat(ours).isEqualTo(reference);
    }

    /** Depths differ. */
    private static String anyBlock(String name) {
        return name.replaceFirst("blocks\\.\\d+\\.", "blocks.N.");
    }

    @Test
    void aBareBottleneckOfAStateDictIsACodecOfEmbeddings() throws IOException {
        TinyRun tiny = TinyRun.in(folder);
        Path run = tiny.train();

        Codec codec = imported(stateDict(run));

        assertThat(codec.digest()).isEqualTo(Codec.open(tiny.export(run)).digest());
        Path image = folder.resolve("one.png");
        NoisePictures.rgb(image, 40);
        assertThat(Cli.run("encode", "-c", folder.resolve("imported.nec"), "-o", folder.resolve("out"), image)
                        .complaint())
                .contains("holds an entropy model and no image encoder");
    }

    @Test
    void optionsThatDoNotGoTogetherAreToldBeforeAnythingIsWritten() {
        Path out = folder.resolve("x");
        assertThat(Cli.run("export", folder, "-o", out, "--old-names").complaint())
                .contains("add --state-dict");
        assertThat(Cli.run("export", folder, "-o", out, "--no-decoder", "--state-dict")
                        .complaint())
                .contains("leave it out");
        assertThat(folder).isEmptyDirectory();
    }
}
