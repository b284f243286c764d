package org.nec4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.Archive;
import org.nec4j.export.Archiving;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.Encoding;
import org.nec4j.export.Scenes;
import org.nec4j.export.Shard;
import org.nec4j.progress.Console;

/** Encoding on a real standalone master with two workers, beside {@code nec4j encode}. */
class EncodeJobOnAClusterTest {
    private static final int PARTS = 8;
    private static final int IMAGES = 96;

    @TempDir
    static Path shared;

    private static StandaloneCluster cluster;
    private static Path codec;
    private static Path images;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        cluster = StandaloneCluster.start(shared, 2);
        codec = TinyCodec.write(shared.resolve("codec.nec"), 1);
        images = shared.resolve("images");
        // Large enough that a part takes a while and a death comes in the middle.
        TinyCodec.pictures(images, IMAGES, 600);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void writesEveryStreamOnceThoughAnExecutorAndTheDriverAreKilled() throws IOException {
        Path archive = folder.resolve("images.nema");
        Object[] words = {"encode", "-c", codec, "-o", archive, "--shards", PARTS, images};
        Process first = cluster.driver("first", words);
        cluster.await("the first part", () -> parts(archive) >= 1 || !first.isAlive());
        assertThat(first.isAlive()).as(cluster.all("first")).isTrue();
        cluster.killAnExecutor();
        cluster.await("more parts", () -> parts(archive) >= 3 || !first.isAlive());
        first.destroyForcibly();
        cluster.status(first);
        long before = parts(archive);
        assertThat(before).as(cluster.all("first")).isBetween(3L, PARTS - 1L);

        Process second = cluster.driver("second", words);

        assertThat(cluster.status(second)).as(cluster.all("second")).isZero();
        assertThat(cluster.log("first")).contains("Lost executor");
        assertThat(cluster.log("second")).contains(PARTS + " parts, ").contains(" done before");
        assertThat(parts(archive)).isEqualTo(PARTS);
        assertThat(Part.unfinished(archive)).doesNotExist();
        assertSameAsInOneProcess(archive);
    }

    /** Every part to the byte, and every stream of all of them joined. */
    private void assertSameAsInOneProcess(Path archive) throws IOException {
        Path alone = folder.resolve("alone/images.nema");
        for (int i = 0; i < PARTS; i++) {
            Shard shard = new Shard(i, PARTS);
            Encoding.encode(
                    new Encoding.Job(codec, CodingPoint.UNASKED, List.of(images), alone, shard, Scenes.WHOLE, false),
                    Console.silent(),
                    () -> false);
            assertThat(shard.part(archive)).hasSameBinaryContentAs(shard.part(alone));
        }
        Archiving.merge(archive, Shard.parts(archive), Console.silent());
        Path whole = folder.resolve("whole.nema");
        Encoding.encode(codec, List.of(images), whole, Console.silent());
        assertThat(streams(archive)).hasSize(IMAGES).usingRecursiveComparison().isEqualTo(streams(whole));
    }

    static TreeMap<String, byte[]> streams(Path archive) {
        TreeMap<String, byte[]> streams = new TreeMap<>();
        try (Archive open = Archive.open(archive)) {
            open.verify(streams::put);
        }
        return streams;
    }

    private static long parts(Path archive) {
        try (Stream<Path> files = Files.list(archive.getParent())) {
            return files.filter(file -> file.getFileName().toString().contains(".part-"))
                    .count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
