package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Mutations;

/** Archives of a layered codec: version 2, streams without frames, pooled vectors by themselves. */
class ArchiveLayersTest {
    private static final Codec CODEC = Codec.of(TestLayers.writer().toBytes(), "codec");

    @TempDir
    Path folder;

    private static byte[] stream(int n) {
        return TestCodecs.stream(CODEC, n, TestLayers.TOKENS);
    }

    private Path archive(int count) {
        Path path = folder.resolve("layers.nema");
        try (ArchiveWriter writer = ArchiveWriter.create(path, CODEC)) {
            for (int n = 0; n < count; n++) {
                writer.add("key " + n, stream(n));
            }
        }
        return path;
    }

    @Test
    void givesBackEveryStreamAndItsPooledVector() {
        try (Archive archive = Archive.open(archive(20))) {
            assertThat(archive.size()).isEqualTo(20);
            for (int n = 0; n < 20; n++) {
                assertThat(archive.stream("key " + n)).isEqualTo(stream(n));
                assertThat(archive.pooled("key " + n, CODEC)).isEqualTo(CODEC.decodePooled(stream(n)));
                assertThat(archive.entries().get(n).tokens()).isEqualTo(TestLayers.TOKENS);
                assertThat(archive.entries().get(n).bytes()).isEqualTo(stream(n).length);
            }
            archive.verify();
        }
    }

    @Test
    void holdsNoFrames() throws Exception {
        long payloads = 0;
        for (int n = 0; n < 50; n++) {
            payloads += Codec.payloadBytes(stream(n));
        }
        // Header, batch and commit; of an entry length and text of its key, kind, length, CRC32C, extent and CRC-16 of
        // the pooled layer.
        long entries = 50L * (1 + 5 + 1 + 1 + 4 + 1 + 2) + 40;
        assertThat(Files.size(archive(50))).isEqualTo(48 + 24 + 8 + payloads + entries);
    }

    @Test
    void readsThePooledLayerWithoutTheRest() throws Exception {
        byte[] bytes = Files.readAllBytes(archive(1));
        int payload = Codec.payloadBytes(stream(0));
        byte[] damagedBehind = bytes.clone();
        damagedBehind[bytes.length - 8 - 1] ^= 1;
        byte[] damagedBefore = bytes.clone();
        damagedBefore[bytes.length - 8 - payload] ^= 1;
        Archive behind = Archive.of(damagedBehind, "behind");
        assertThat(behind.pooled(0, CODEC)).isEqualTo(CODEC.decodePooled(stream(0)));
        assertThatThrownBy(() -> behind.stream(0))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("is damaged");
        assertThatThrownBy(() -> Archive.of(damagedBefore, "before").pooled(0, CODEC))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("\"key 0\" is damaged: its checksum is wrong");
    }

    @Test
    void anAppendWithoutTheCodecReadsPooledVectorsFromWholeStreams() {
        Path path = archive(2);
        try (ArchiveWriter writer = ArchiveWriter.open(path, CODEC.digest())) {
            writer.add("late", stream(2));
        }
        try (Archive archive = Archive.open(path)) {
            assertThat(archive.pooled("late", CODEC)).isEqualTo(CODEC.decodePooled(stream(2)));
        }
    }

    @Test
    void mergingKeepsWhatIsKnownOfThePooledLayer() {
        Path path = archive(3);
        Path merged = folder.resolve("merged.nema");
        try (Archive source = Archive.open(path)) {
            assertThat(ArchiveWriter.merge(merged, List.of(source), done -> {})).isEqualTo(3);
        }
        assertThat(merged).hasSameBinaryContentAs(path);
    }

    @Test
    void refusesStreamsWithTheOtherFrame() {
        Codec tokenwise = TestCodecs.factorized();
        Path other = folder.resolve("other.nema");
        try (ArchiveWriter writer = ArchiveWriter.create(other, CODEC.digest())) {
            assertThatThrownBy(() -> writer.add("a", stream(1)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("takes streams with the frame of version 1")
                    .hasMessageContaining("make the archive with its codec");
            writer.abandon();
        }
        try (ArchiveWriter writer = ArchiveWriter.create(other, CODEC)) {
            assertThatThrownBy(() -> writer.add("a", TestCodecs.stream(tokenwise, 1)))
                    .isInstanceOf(UserException.class);
            writer.abandon();
        }
    }

    @Test
    void noticesEveryDamage() throws Exception {
        byte[] good = Files.readAllBytes(archive(10));
        Random random = new Random(31);
        int undetected = 0;
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(good, random);
            try {
                Archive.of(bad, "mutant").verify((key, stream) -> CODEC.decode(stream));
                undetected++;
            } catch (UserException expected) {
                // One sentence, whatever it is.
            }
        }
        // A cut at the end of the header is an archive without embeddings.
        assertThat(undetected).isLessThan(Mutations.COUNT / 1_000);
    }

    @Test
    void pooledVectorsOfAForgedArchiveAreAnAnswerOrItsOwnException() throws Exception {
        byte[] good = Files.readAllBytes(archive(3));
        Random random = new Random(32);
        for (int i = 0; i < 2_000; i++) {
            try {
                Archive archive = Archive.of(Mutations.mutate(good, random), "mutant");
                for (int n = 0; n < archive.size(); n++) {
                    assertThat(archive.pooled(n, CODEC)).hasSize(TestLayers.DIM);
                }
            } catch (UserException expected) {
                // As above.
            }
        }
    }
}
