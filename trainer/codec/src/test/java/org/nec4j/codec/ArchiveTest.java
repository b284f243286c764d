package org.nec4j.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;

class ArchiveTest {
    private static final Codec CODEC = TestCodecs.factorized();

    @TempDir
    Path folder;

    private Path archive(String name, int batches, int perBatch) {
        return TestCodecs.archive(CODEC, folder.resolve(name), batches, perBatch);
    }

    @Test
    void findsEmbeddingsByKeyAndByNumber() {
        try (Archive archive = Archive.open(archive("a.nema", 5, 40))) {
            assertThat(archive.size()).isEqualTo(200);
            assertThat(archive.digest()).isEqualTo(CODEC.digest());
            for (int n = 199; n >= 0; n--) {
                byte[] stream = TestCodecs.stream(CODEC, n);
                assertThat(archive.stream(n)).isEqualTo(stream);
                assertThat(archive.stream("image-" + n)).isEqualTo(stream);
                assertThat(archive.entries().get(n)).isEqualTo(new Archive.Entry("image-" + n, n % 4, stream.length));
            }
            assertThat(archive.contains("image-200")).isFalse();
            assertThatThrownBy(() -> archive.stream("image-200"))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("image-200");
            List<String> keys = new ArrayList<>();
            archive.forEach((key, stream) -> {
                assertThat(stream).isEqualTo(TestCodecs.stream(CODEC, keys.size()));
                keys.add(key);
            });
            assertThat(keys).hasSize(200).startsWith("image-0", "image-1").endsWith("image-199");
            archive.verify();
        }
    }

    @Test
    void holdsNothingAtFirst() {
        try (Archive archive = Archive.open(archive("empty.nema", 0, 0))) {
            assertThat(archive.size()).isZero();
            archive.verify();
        }
    }

    @Test
    void takesNoKeyThatIsNotOneRelativePath() {
        byte[] stream = TestCodecs.stream(CODEC, 1);
        try (ArchiveWriter writer = ArchiveWriter.open(folder.resolve("keys.nema"), CODEC.digest())) {
            for (String bad : List.of(
                    "",
                    "/a",
                    "a/",
                    "a//b",
                    ".",
                    "./a",
                    "..",
                    "../a",
                    "x/../a",
                    "x/.",
                    "C:/a",
                    "c:",
                    "a\\b",
                    "a\nb",
                    "\u001b[2J",
                    "a\u0085b",
                    "a\u2028b",
                    "\ud800",
                    "a\u0000",
                    "k".repeat(4097))) {
                assertThatThrownBy(() -> writer.add(bad, stream))
                        .as("%s", bad)
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("; give it another")
                        .hasMessageNotContainingAny("\n", "\u001b", "\u0085", "\u2028");
            }
            for (String good :
                    List.of("a", "A", "a.b/..c", "...", "con", "a:b", " ", "\u00e9", "e\u0301", "k".repeat(4096))) {
                writer.add(good, stream);
            }
        }
    }

    @Test
    void readsKeysThatItWouldNotTakeAndPrintsThemHarmlessly() {
        byte[] stream = TestCodecs.stream(CODEC, 1);
        byte[] bytes = ForgedArchive.withKeys(CODEC.digest(), stream, "./a", "x/../a", "a\n\u001b[2Jb");
        Archive archive = Archive.of(bytes, "odd.nema");
        archive.verify();
        assertThat(archive.stream("x/../a")).isEqualTo(stream);
        assertThatThrownBy(() -> archive.stream("\u001b"))
                .hasMessage("odd.nema: has no embedding with the key \"\\u001b\"");
        bytes[bytes.length - 9] ^= 1;
        assertThatThrownBy(() -> Archive.of(bytes, "odd.nema").verify())
                .hasMessageContaining("embedding \"a\\n\\u001b[2Jb\" is damaged");
    }

    @Test
    void servesSeveralReadersWhileAnotherAppends() throws Exception {
        Path path = archive("shared.nema", 4, 50);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (Archive archive = Archive.open(path);
                ArchiveWriter writer = ArchiveWriter.open(path, CODEC.digest())) {
            List<Future<?>> readers = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                Random random = new Random(t);
                readers.add(threads.submit(() -> {
                    for (int i = 0; i < 1_000; i++) {
                        int n = random.nextInt(200);
                        assertThat(archive.stream(n)).isEqualTo(TestCodecs.stream(CODEC, n));
                    }
                }));
            }
            for (int i = 0; i < 20; i++) {
                writer.add("more-" + i, TestCodecs.stream(CODEC, i));
                writer.commit();
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
            assertThat(archive.size()).isEqualTo(200);
        } finally {
            threads.shutdownNow();
        }
        try (Archive archive = Archive.open(path)) {
            assertThat(archive.size()).isEqualTo(220);
            archive.verify();
        }
    }

    @Test
    void refusesATakenKeyAnotherCodecAndASecondWriter() {
        Path path = archive("one.nema", 1, 1);
        try (ArchiveWriter writer = ArchiveWriter.open(path, CODEC.digest())) {
            byte[] stream = TestCodecs.stream(CODEC, 1);
            assertThatThrownBy(() -> writer.add("image-0", stream))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("image-0");
            assertThatThrownBy(() -> writer.add("", stream)).isInstanceOf(UserException.class);
            byte[] foreign = stream.clone();
            foreign[StreamFrame.CODEC_OFFSET] ^= 1;
            assertThatThrownBy(() -> writer.add("new", foreign)).isInstanceOf(FormatException.class);
            assertThatThrownBy(() -> ArchiveWriter.open(path, CODEC.digest()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("being written");
        }
        String other = "00".repeat(32);
        assertThatThrownBy(() -> ArchiveWriter.open(path, other))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("digest");
    }

    private static void merge(Path target, Path... sources) {
        List<Archive> open = Arrays.stream(sources).map(Archive::open).toList();
        try {
            long[] last = {0};
            ArchiveWriter.merge(target, open, done -> assertThat(done).isEqualTo(++last[0]));
            assertThat(last[0]).isEqualTo(open.stream().mapToInt(Archive::size).sum());
        } finally {
            open.forEach(Archive::close);
        }
    }

    @Test
    void mergesArchivesAndRefusesContradictions() {
        Path one = archive("m1.nema", 1, 30);
        Path two = archive("m2.nema", 2, 25);
        Path target = folder.resolve("merged.nema");
        merge(target, one, two);
        try (Archive merged = Archive.open(target)) {
            assertThat(merged.size()).isEqualTo(50);
            merged.verify();
            assertThat(merged.stream("image-49")).isEqualTo(TestCodecs.stream(CODEC, 49));
        }
        Path three = folder.resolve("m3.nema");
        try (ArchiveWriter writer = ArchiveWriter.open(three, CODEC.digest())) {
            writer.add("fresh", TestCodecs.stream(CODEC, 1));
            writer.add("image-3", TestCodecs.stream(CODEC, 4));
        }
        Path other = folder.resolve("other.nema");
        ArchiveWriter.open(other, "00".repeat(32)).close();
        for (Path[] sources : new Path[][] {{three}, {one, three}, {one, other}}) {
            assertThatThrownBy(() -> merge(target, sources)).isInstanceOf(UserException.class);
            Path fresh = folder.resolve("fresh.nema");
            if (sources.length > 1) {
                assertThatThrownBy(() -> merge(fresh, sources)).isInstanceOf(UserException.class);
                assertThat(fresh).doesNotExist();
            }
        }
        assertThatThrownBy(() -> merge(target, three)).hasMessageContaining("image-3");
        try (Archive merged = Archive.open(target)) {
            assertThat(merged.size()).isEqualTo(50);
            assertThat(merged.contains("fresh")).isFalse();
        }
    }

    @Test
    void tellsWhatItLacksFromWhatItHasOtherwise() {
        Path path = archive("lacks.nema", 1, 2);
        try (ArchiveWriter writer = ArchiveWriter.open(path, CODEC.digest())) {
            assertThat(writer.lacks("image-1", TestCodecs.stream(CODEC, 1))).isFalse();
            assertThat(writer.lacks("image-2", TestCodecs.stream(CODEC, 2))).isTrue();
            assertThatThrownBy(() -> writer.lacks("image-1", TestCodecs.stream(CODEC, 2)))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("image-1");
            assertThatThrownBy(() -> writer.lacks("image-2", new byte[5])).isInstanceOf(FormatException.class);
        }
    }

    @Test
    void refusesAnArchiveOfTheFuture() throws Exception {
        Path path = archive("future.nema", 0, 0);
        byte[] bytes = Files.readAllBytes(path);
        bytes[4] = 5;
        Files.write(path, bytes);
        assertThatThrownBy(() -> Archive.open(path))
                .isInstanceOf(FormatException.class)
                .hasMessageContaining("format version 5, this program reads versions 1 to 4; use a newer one");
    }
}
