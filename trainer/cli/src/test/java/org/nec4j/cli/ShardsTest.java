package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.ArchiveWriter;

/** A set that several processes encode together. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ShardsTest {
    private static final boolean SLOW = Boolean.getBoolean("nec4j.slow");
    private static final int SHARDS = SLOW ? 8 : 3;
    private static final int KILLED = SLOW ? 2 : 1;

    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path codec;
    private Path images;
    private TreeMap<String, byte[]> alone;

    @BeforeAll
    void encodesTheSetInOneProcess() throws IOException {
        TinyRun tiny = TinyRun.in(shared);
        codec = tiny.export(tiny.train());
        images = shared.resolve("images");
        for (int i = 0; i < 24; i++) {
            NoisePictures.rgb(images.resolve("scene" + i % 3).resolve(i + ".png"), 40);
        }
        Path archive = shared.resolve("alone.nema");
        succeeds("encode", "-c", codec, "-o", archive, images);
        alone = streams(archive, shared.resolve("alone"));
    }

    @Test
    void becomesTheArchiveOfOneProcessWhoeverIsKilled() throws IOException {
        Path archive = folder.resolve("images.nema");
        Random random = new Random(3);
        List<ChildCli> children = new ArrayList<>();
        for (int i = 0; i < SHARDS; i++) {
            children.add(
                    ChildCli.start(folder, "encode", "-c", codec, "-o", archive, "--shard", i + "/" + SHARDS, images));
        }
        for (int i = 0; i < KILLED; i++) {
            ChildCli.sleep(random.nextInt(4000));
            children.get(i).kill();
        }
        children.subList(KILLED, SHARDS)
                .forEach(child -> assertThat(child.status()).as(child.told()).isZero());

        for (int i = 0; i < SHARDS; i++) {
            succeeds("encode", "-c", codec, "-o", archive, "--shard", i + "/" + SHARDS, images);
        }
        succeeds("archive", "merge", archive);

        assertThat(streams(archive, folder.resolve("merged")))
                .usingRecursiveComparison()
                .isEqualTo(alone);
    }

    @Test
    void isNotJoinedWhileAPartIsMissing() {
        Path archive = folder.resolve("images.nema");
        assertThat(succeeds("encode", "-c", codec, "-o", archive, "--shard", "0/2", images))
                .contains(" encoded into " + folder.resolve("images.part-0-of-2.nema") + ", ");

        Cli merged = Cli.run("archive", "merge", archive);

        assertThat(merged.status()).isEqualTo(2);
        assertThat(merged.complaint()).contains("images.part-1-of-2.nema", "run shard 1/2 again");
        assertThat(archive).doesNotExist();
    }

    @Test
    void isNotJoinedOfPartsOfTwoCodecsOrTwoJobs() {
        Path archive = folder.resolve("images.nema");
        succeeds("encode", "-c", codec, "-o", archive, "--shard", "0/2", images);
        Path second = folder.resolve("images.part-1-of-2.nema");
        ArchiveWriter.create(second, "ab".repeat(32)).close();

        Cli mixed = Cli.run("archive", "merge", archive);

        assertThat(mixed.status()).isEqualTo(2);
        assertThat(mixed.complaint()).contains("images.part-1-of-2.nema", "belong to different codecs");
        succeeds("encode", "-c", codec, "-o", archive, "--shard", "2/3", images);
        Cli two = Cli.run("archive", "merge", archive);
        assertThat(two.status()).isEqualTo(2);
        assertThat(two.complaint()).contains("has parts of different jobs beside it, of 2 and of 3 shards");
        Cli beyond = Cli.run("encode", "-c", codec, "-o", archive, "--shard", "3/3", images);
        assertThat(beyond.complaint()).contains("shard 3/3 does not exist");
        assertThat(archive).doesNotExist();
    }

    @Test
    void hasAPartForAShardWithoutImages() throws IOException {
        Path one = images.resolve("scene0/0.png");
        Path archive = folder.resolve("one.nema");
        for (int i = 0; i < 4; i++) {
            succeeds("encode", "-c", codec, "-o", archive, "--shard", i + "/4", one);
        }
        succeeds("archive", "merge", archive);
        assertThat(streams(archive, folder.resolve("one"))).hasSize(1);
    }

    @Test
    void isDecodedInShardsToo() throws IOException {
        Path archive = shared.resolve("alone.nema");
        for (int i = 0; i < 3; i++) {
            succeeds("decode", "-c", codec, "-o", folder.resolve("parts"), "--shard", i + "/3", archive);
        }
        try (Stream<Path> files = Files.walk(folder.resolve("parts"))) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(24);
        }
    }

    private static TreeMap<String, byte[]> streams(Path archive, Path into) throws IOException {
        succeeds("archive", "extract", archive, "-o", into);
        TreeMap<String, byte[]> streams = new TreeMap<>();
        try (Stream<Path> files = Files.walk(into)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                streams.put(into.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return streams;
    }

    private static String succeeds(Object... words) {
        Cli cli = Cli.run(words);
        assertThat(cli.status()).as(cli.err()).isZero();
        return cli.out();
    }
}
