package org.nec4j.assembly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nec4j.checkpoint.Checkpoint;
import org.nec4j.checkpoint.KeyStyle;
import org.nec4j.vit.PatchGrid;
import org.nec4j.vit.PositionEmbeddings;

/** The folder {@code checkpoints} of the checkout. */
class CheckpointsPublishedTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("nec4j.root", "../..")).resolve("checkpoints");

    static List<Path> manifests() throws IOException {
        return files("*.conf");
    }

    static List<Path> bundled() throws IOException {
        return files("*.safetensors");
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void everyManifestStatesTheSameFacts(Path file) {
        Config manifest = ConfigFactory.parseFile(file.toFile());

        assertThat(manifest.root().keySet())
                .isEqualTo(Set.of(
                        "name",
                        "description",
                        "homepage",
                        "address",
                        "sha256",
                        "licence",
                        "citation",
                        "preset",
                        "patch-size",
                        "image-size",
                        "decoder",
                        "key-style",
                        "note"));
        assertThat(file.getFileName()).hasToString(manifest.getString("name") + ".conf");
        assertThat(stated(manifest, "sha256")).matches("null|[0-9a-f]{64}");
        assertThat(stated(manifest, "address")).matches("null|https://.+");
        assertThat(manifest.getString("preset")).isIn("tiny", "small", "base", "large");
        assertThat(stated(manifest, "decoder")).isIn("true", "false", "null");
        assertThat(Stream.of(KeyStyle.values())
                        .map(s -> s.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .contains(manifest.getString("key-style"));
    }

    /** A fact, or null where it is not certain. */
    private static String stated(Config manifest, String key) {
        return manifest.getIsNull(key) ? "null" : manifest.getString(key);
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void everyBundledCheckpointIsCompleteAndHasACardWithItsDigest(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(file);
        String card = Files.readString(Path.of(file.toString().replace(".safetensors", ".md")));

        assertThat(card).contains(checkpoint.sha256());
        assertThat(checkpoint.names())
                .contains(
                        "cls_token",
                        "pos_embed",
                        "blocks.0.attn.qkv.weight",
                        "norm.bias",
                        "mask_token",
                        "decoder_pred.weight");
        assertThat(checkpoint.names()).allSatisfy(name -> {
            float sum = 0;
            for (float number : checkpoint.floats(name)) {
                sum += Math.abs(number);
            }
            assertThat(sum).isFinite();
        });
    }

    @Test
    void theTinyCheckpointHoldsTheSineCosinePositionsOfItsGrid() throws IOException {
        Checkpoint checkpoint = Checkpoint.read(FOLDER.resolve("mae-vit-tiny-p16-128-aerial.safetensors"));

        // Stored as float16: half an ulp below 1 is 2^-12.
        assertThat(checkpoint.shape("pos_embed")).containsExactly(1, 65, 192);
        assertThat(checkpoint.floats("pos_embed"))
                .containsExactly(PositionEmbeddings.sinCos(192, PatchGrid.square(8), 1), within(0x1p-11f));
    }

    private static List<Path> files(String pattern) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(FOLDER, pattern)) {
            found.forEach(files::add);
        }
        assertThat(files).isNotEmpty();
        return files;
    }
}
