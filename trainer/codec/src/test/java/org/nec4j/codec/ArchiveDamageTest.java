package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.Mutations;

/** What breaks off, is cut, flipped or forged: the finished batches are read, and all else is refused. */
class ArchiveDamageTest {
    /** Of version 1. */
    private static final int HEADER_BYTES = 44;

    private static final Codec CODEC = TestCodecs.factorized();

    private static final List<byte[]> STREAMS =
            IntStream.range(0, 200).mapToObj(n -> TestCodecs.stream(CODEC, n)).toList();

    @TempDir
    Path folder;

    @Test
    void opensWithTheFinishedBatchesWhereverAnAppendBrokeOff() throws Exception {
        Path whole = archive("whole.nema", 3, 2);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.nema");
        int before = 0;
        for (int length = HEADER_BYTES; length <= bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            int size;
            try (Archive archive = Archive.open(cut)) {
                size = archive.size();
                archive.forEach((key, stream) -> assertThat(key).startsWith("image-"));
            }
            assertThat(size).isGreaterThanOrEqualTo(before).isEqualTo(size / 2 * 2);
            before = size;
            if (length % 7 != 0) {
                continue;
            }
            try (ArchiveWriter writer = ArchiveWriter.open(cut, CODEC.digest())) {
                writer.add("after", TestCodecs.stream(CODEC, 1));
            }
            try (Archive archive = Archive.open(cut)) {
                assertThat(archive.size()).isEqualTo(size + 1);
                archive.verify();
            }
        }
        assertThat(before).isEqualTo(6);
    }

    @Test
    void opensAfterAPowerCutThatLeftZeros() throws Exception {
        Path path = archive("zeros.nema", 1, 3);
        Files.write(path, new byte[500], StandardOpenOption.APPEND);
        try (Archive archive = Archive.open(path)) {
            assertThat(archive.size()).isEqualTo(3);
            assertThat(archive.unfinishedBytes()).isEqualTo(500);
            assertThatThrownBy(archive::verify)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("never finished");
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsEveryFinishedBatchWhenTheWriterIsKilled(EndlessArchiveWriter.Kind kind) throws Exception {
        Codec codec = kind.codec();
        Path path = folder.resolve("killed.nema");
        Random random = new Random(3);
        int atLeast = 0;
        for (int round = 0; round < 6; round++) {
            Process child = ChildJvm.start(
                    ChildJvm.thisJava(),
                    List.of("-Xshare:auto"),
                    EndlessArchiveWriter.class,
                    path.toString(),
                    kind.name());
            int announced = 0;
            try (var lines = child.inputReader()) {
                int commits = 1 + random.nextInt(40);
                for (int i = 0; i < commits; i++) {
                    announced = Integer.parseInt(lines.readLine());
                }
                Thread.sleep(random.nextInt(5));
                child.toHandle().destroyForcibly();
                for (String line = lines.readLine(); line != null && line.matches("[0-9]+"); line = lines.readLine()) {
                    announced = Integer.parseInt(line);
                }
            }
            child.waitFor();
            try (Archive archive = Archive.open(path)) {
                assertThat(archive.size()).isGreaterThanOrEqualTo(Math.max(announced, atLeast));
                assertThat(archive.size() % EndlessArchiveWriter.BATCH).isZero();
                for (int n = 0; n < archive.size(); n++) {
                    assertThat(archive.stream("image-" + n)).isEqualTo(kind.stream(codec, n));
                }
                atLeast = archive.size();
            }
        }
        assertThat(atLeast).isPositive();
    }

    @Test
    void noticesEveryFlippedBit() throws Exception {
        byte[] good = Files.readAllBytes(archive("good.nema", 2, 2));
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] bad = good.clone();
            bad[bit / 8] ^= (byte) (1 << bit % 8);
            assertThatThrownBy(() -> Archive.of(bad, "bad.nema").verify())
                    .as("bit " + bit)
                    .isInstanceOf(FormatException.class)
                    .hasMessageStartingWith("bad.nema: ");
        }
    }

    @Test
    void survivesRandomDamageWithItsOwnException() throws Exception {
        byte[] good = Files.readAllBytes(archive("fuzzed.nema", 3, 5));
        Random random = new Random(4);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] bad = Mutations.mutate(good, random);
            try {
                Archive.of(bad, "bad.nema").forEach((key, stream) -> {
                    int n = Integer.parseInt(key.substring("image-".length()));
                    assertThat(stream).isEqualTo(STREAMS.get(n));
                });
            } catch (FormatException expected) {
                assertThat(expected.offset()).isBetween(0L, (long) bad.length);
            }
        }
    }

    @Test
    void survivesForgedChecksumsWithItsOwnException() throws Exception {
        byte[] good = Files.readAllBytes(archive("forged.nema", 1, 12));
        Random random = new Random(5);
        for (int i = 0; i < Mutations.COUNT; i++) {
            byte[] forged = ForgedArchive.of(good, random);
            try {
                Archive archive = Archive.of(forged, "forged.nema");
                assertThat(archive.entries()).hasSize(archive.size());
                archive.verify();
            } catch (FormatException expected) {
                assertThat(expected).hasMessageStartingWith("forged.nema: ");
                assertThat(expected.offset()).isBetween(0L, (long) forged.length);
            }
        }
    }

    @Test
    void refusesABatchThatStandsTwice() throws Exception {
        byte[] one = Files.readAllBytes(archive("one-batch.nema", 1, 2));
        byte[] twice = Arrays.copyOf(one, 2 * one.length - HEADER_BYTES);
        System.arraycopy(one, HEADER_BYTES, twice, one.length, one.length - HEADER_BYTES);
        assertThatThrownBy(() -> Archive.of(twice, "twice.nema"))
                .isInstanceOfSatisfying(FormatException.class, e -> assertThat(e.offset())
                        .isEqualTo(one.length + ArchiveSegment.HEADER_BYTES))
                .hasMessageContaining("stands twice");
    }

    @Test
    void readsTheOtherEmbeddingsOfADamagedArchive() throws Exception {
        Path path = archive("partly.nema", 1, 10);
        byte[] bytes = Files.readAllBytes(path);
        bytes[bytes.length - ArchiveSegment.COMMIT_BYTES - 1] ^= 1;
        Files.write(path, bytes);
        try (Archive archive = Archive.open(path)) {
            for (int n = 0; n < 9; n++) {
                assertThat(archive.stream(n)).isEqualTo(TestCodecs.stream(CODEC, n));
            }
            assertThatThrownBy(() -> archive.stream(9))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("image-9");
        }
    }

    private Path archive(String name, int batches, int perBatch) {
        return TestCodecs.archive(CODEC, folder.resolve(name), batches, perBatch);
    }
}
