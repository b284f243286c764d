package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.tensor.SafeTensorsWriter;

class StatedDigestTest {
    private static final Path BUNDLED = Path.of(
            System.getProperty("nec4j.root", "../.."), "checkpoints", "mae-vit-tiny-p16-128-aerial.safetensors");

    @TempDir
    Path folder;

    @Test
    void theBundledCheckpointIsHeldToItsDigestBitForBit() throws IOException {
        Checkpoint.read(BUNDLED);
        byte[] bytes = Files.readAllBytes(BUNDLED);
        bytes[bytes.length / 2] ^= 4;
        Path damaged = Files.write(folder.resolve(BUNDLED.getFileName()), bytes);
        Files.copy(
                BUNDLED.resolveSibling(BUNDLED.getFileName() + ".sha256"),
                folder.resolve(BUNDLED.getFileName() + ".sha256"));

        assertThatThrownBy(() -> Checkpoint.read(damaged))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(damaged + ": is damaged or another file")
                .hasMessageContaining("fetch it again");
    }

    @Test
    void aCopyOfTheBundledCheckpointIsHeldToItsDigestWhereverItLies() throws IOException {
        byte[] bytes = Files.readAllBytes(BUNDLED);
        Path renamed = Files.write(folder.resolve("own-name.safetensors"), bytes);
        assertThat(Checkpoint.read(renamed).vouching()).contains("nec4j, which comes with it");
        bytes[bytes.length / 2] ^= 4;
        Files.write(renamed, bytes);
        assertThat(Checkpoint.read(renamed).vouching()).isEmpty();
        Path damaged = Files.write(folder.resolve(BUNDLED.getFileName()), bytes);

        assertThatThrownBy(() -> Checkpoint.read(damaged))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(damaged + ": is damaged or another file, it has SHA-256 ")
                .hasMessageEndingWith("; copy it anew, or give another checkpoint another name");
    }

    @Test
    void knowsTheDigestsOfAllCheckpointsThatComeWithNec4j() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(BUNDLED.getParent())) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sha256")).sorted().toList()) {
                all.append(Files.readString(file));
            }
        }
        assertThat(StatedDigest.class.getResourceAsStream("bundled.sha256")).hasContent(all.toString());
    }

    @Test
    void aStatedDigestIsReadAsSha256sumWritesIt() throws IOException {
        Path file = folder.resolve("own.safetensors");
        new SafeTensorsWriter().floats("a", new long[] {1}, new float[] {1}).write(file);
        String digest = Checkpoint.read(file).sha256();
        Path stated = folder.resolve("own.safetensors.sha256");
        for (String text : new String[] {digest, digest.toUpperCase(Locale.ROOT) + " *own.safetensors\n"}) {
            Files.writeString(stated, text);
            assertThat(Checkpoint.read(file).names()).containsExactly("a");
        }
        Files.writeString(stated, "no digest");
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("states no SHA-256");
    }
}
