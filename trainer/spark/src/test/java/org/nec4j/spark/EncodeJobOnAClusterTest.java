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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.Archive;
import org.nec4j.export.Archiving;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.Encoding;
import org.nec4j.export.Scenes;
import org.nec4j.export.Shard;
import org.nec4j.export.TableFormat;
import org.nec4j.export.Tabling;
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

    @ParameterizedTest
    @ValueSource(strings = {"images.nema", "images.parquet"})
    void writesEveryStreamOnceThoughAnExecutorAndTheDriverAreKilled(String name) throws IOException {
        Path output = folder.resolve(name);
        Object[] words = {"encode", "-c", codec, "-o", output, "--shards", PARTS, images};
        Process first = cluster.driver("first-" + name, words);
        cluster.await("the first part", () -> parts(output) >= 1 || !first.isAlive());
        assertThat(first.isAlive()).as(cluster.all("first-" + name)).isTrue();
        cluster.killAnExecutor();
        cluster.await("more parts", () -> parts(output) >= 3 || !first.isAlive());
        first.destroyForcibly();
        cluster.status(first);
        long before = parts(output);
        assertThat(before).as(cluster.all("first-" + name)).isBetween(3L, PARTS - 1L);

        Process second = cluster.driver("second-" + name, words);

        assertThat(cluster.status(second)).as(cluster.all("second-" + name)).isZero();
        assertThat(cluster.log("first-" + name)).contains("Lost executor");
        assertThat(cluster.log("second-" + name)).contains(PARTS + " parts, ").contains(" done before");
        assertThat(parts(output)).isEqualTo(PARTS);
        assertThat(Part.unfinished(output)).doesNotExist();
        assertSameAsInOneProcess(output);
    }

    /** Every part stream by stream, archives to the byte, and every stream of all of them joined. */
    private void assertSameAsInOneProcess(Path output) throws IOException {
        Path alone = folder.resolve("alone/images.nema");
        for (int i = 0; i < PARTS; i++) {
            Shard shard = new Shard(i, PARTS);
            Encoding.encode(
                    new Encoding.Job(codec, CodingPoint.UNASKED, List.of(images), alone, shard, Scenes.WHOLE, false),
                    Console.silent(),
                    () -> false);
            Path part = shard.part(output);
            if (TableFormat.isTable(output)) {
                Path loaded = folder.resolve("part" + i + ".nema");
                Tabling.load(loaded, codec, List.of(part), Console.silent());
                assertThat(streams(loaded)).usingRecursiveComparison().isEqualTo(streams(shard.part(alone)));
            } else {
                assertThat(part).hasSameBinaryContentAs(shard.part(alone));
            }
        }
        Path joined = folder.resolve("joined.nema");
        if (TableFormat.isTable(output)) {
            Archiving.Change change = Tabling.load(joined, codec, Shard.parts(output), Console.silent());
            assertThat(change.added()).isEqualTo(IMAGES);
        } else {
            Archiving.merge(joined, Shard.parts(output), Console.silent());
        }
        Path whole = folder.resolve("whole.nema");
        Encoding.encode(codec, List.of(images), whole, Console.silent());
        assertThat(streams(joined)).hasSize(IMAGES).usingRecursiveComparison().isEqualTo(streams(whole));
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
