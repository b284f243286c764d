package org.nec4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.NoisePictures;
import org.nec4j.codec.Codec;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ArchiveCommandTest {
    @TempDir
    static Path shared;

    @TempDir
    Path folder;

    private Path codec;
    private Path images;
    private Path out;

    @BeforeAll
    void encodesFiveImagesIntoFiles() throws IOException {
        TinyRun tiny = TinyRun.in(shared);
        codec = tiny.export(tiny.train());
        images = shared.resolve("images");
        for (String name : List.of("a/one", "a/two", "b/one", "b/two", "three")) {
            NoisePictures.rgb(images.resolve(name + ".png"), 40);
        }
        out = shared.resolve("out");
        succeeds("encode", "-c", codec, "-o", out, images);
    }

    @Test
    void encodesIntoAnArchiveWhatItEncodesIntoFiles() throws IOException {
        Path archive = folder.resolve("images.nema");

        assertThat(succeeds("encode", "-c", codec, "-o", archive, images.resolve("three.png")))
                .contains("1 image encoded");
        assertThat(succeeds("encode", "-c", codec, "-o", archive, images))
                .contains("4 images encoded", "(1 were there already)");
        assertThat(succeeds("encode", "-c", codec, "-o", archive, images))
                .contains("0 images encoded", "(5 were there already)");

        assertThat(succeeds("archive", "list", archive).lines().map(line -> line.split("\t")[0]))
                .containsExactly("three", "a/one", "a/two", "b/one", "b/two");
        succeeds("archive", "extract", archive, "-o", folder.resolve("back"));
        assertThat(filesIn(folder.resolve("back"))).hasSize(5).allSatisfy(file -> assertThat(file)
                .hasSameBinaryContentAs(out.resolve(folder.resolve("back").relativize(file))));
    }

    @Test
    void decodesFromAnArchiveWhatItDecodesFromFiles() throws IOException {
        Path archive = created("images.nema", out);

        assertThat(succeeds("decode", "-c", codec, "-o", folder.resolve("files"), out))
                .contains("5 embeddings decoded");
        succeeds("decode", "-c", codec, "-o", folder.resolve("archived"), archive);
        succeeds("decode", "-c", codec, "-o", folder.resolve("one"), archive, "--key", "b/two");

        assertThat(filesIn(folder.resolve("files"))).hasSize(5).allSatisfy(file -> assertThat(folder.resolve("archived")
                        .resolve(folder.resolve("files").relativize(file)))
                .hasSameBinaryContentAs(file));
        assertThat(filesIn(folder.resolve("one")))
                .containsExactly(folder.resolve("one").resolve("b/two.npy"));
    }

    @Test
    void decodingTellsOfAnArchiveThatEndsUnfinished() throws IOException {
        byte[] whole = Files.readAllBytes(created("images.nema", out));
        Path cut = folder.resolve("cut.nema");
        Files.write(cut, Arrays.copyOf(whole, whole.length - 1));

        Cli decode = Cli.run("decode", "-c", codec, "-o", folder.resolve("back"), cut);

        assertThat(decode.status()).as(decode.err()).isZero();
        assertThat(decode.err())
                .containsPattern(
                        "cut.nema: ends in [0-9]+ bytes of a batch that was never finished, of which nothing is read; ");
        assertThat(succeeds("info", cut)).contains("the checksums of all finished embeddings match");
        assertThat(Cli.run("decode", "-c", codec, "-o", folder.resolve("all"), created("all.nema", out))
                        .err())
                .doesNotContain("finished");
    }

    @Test
    void createsAppendsMergesAndVerifies() throws IOException {
        Path first = created("first.nema", out.resolve("a"));
        assertThat(succeeds("archive", "append", first, out.resolve("three.nemb")))
                .contains("1 embedding added", "holds 3 embeddings in " + Files.size(first) + " bytes");
        assertThat(succeeds("archive", "append", first, out)).contains("4 embeddings added", "(1 were there already)");
        Path contrary = Files.createDirectories(folder.resolve("contrary"));
        Files.copy(out.resolve("three.nemb"), contrary.resolve("one.nemb"));
        Path second = created("second.nema", contrary);
        Path all = folder.resolve("all.nema");
        refused("\"one\"", "archive", "merge", all, first, second);
        assertThat(all).doesNotExist();
        Path third = created("third.nema", out);
        assertThat(succeeds("archive", "merge", all, first, third)).contains("7 embeddings added", "5 were there");
        assertThat(succeeds("archive", "verify", "-c", codec, first, all))
                .contains("first.nema: 7 embeddings, all whole", "all.nema: 7 embeddings, all whole");
    }

    @Test
    void tellsWhatIsWrongWithAnArchive() throws IOException {
        Path archive = created("good.nema", out);
        byte[] bytes = Files.readAllBytes(archive);
        Path cut = Files.write(folder.resolve("cut.nema"), Arrays.copyOf(bytes, bytes.length - 3));
        refused("cut.nema: ends in", "archive", "verify", cut);
        bytes[bytes.length - 20] ^= 1;
        Path bit = Files.write(folder.resolve("bit.nema"), bytes);
        refused("bit.nema", "archive", "verify", bit);
        refused("bit.nema", "decode", "-c", codec, "-o", folder.resolve("x"), bit, "--key", "three");
        refused("none.nema", "archive", "list", folder.resolve("none.nema"));
        refused("none.nema", "archive", "append", folder.resolve("none.nema"), out);
        refused("NEMA", "archive", "verify", out.resolve("three.nemb"));
        Path image = Files.copy(images.resolve("three.png"), folder.resolve("picture.nema"));
        refused("picture.nema", "encode", "-c", codec, "-o", image, images);
        refused("did you mean \"b/two\"?", "archive", "extract", archive, "-o", folder, "--key", "b/tow");
        refused("nec4j archive list", "decode", "-c", codec, "-o", folder, archive, "--key", "wholly different");
    }

    @Test
    void leavesNothingHalfWritten() throws IOException {
        Path bad = Files.createDirectories(folder.resolve("bad"));
        Files.copy(out.resolve("three.nemb"), bad.resolve("a.nemb"));
        byte[] bytes = Files.readAllBytes(out.resolve("three.nemb"));
        bytes[bytes.length - 9] ^= 1;
        Files.write(bad.resolve("b.nemb"), bytes);
        Path archive = created("kept.nema", out);
        byte[] before = Files.readAllBytes(archive);

        refused("b.nemb", "archive", "append", archive, bad);
        refused("b.nemb", "archive", "create", folder.resolve("new.nema"), "-c", codec, bad);
        refused("exists already", "archive", "create", archive, "-c", codec, out);
        refused(
                "three",
                "archive",
                "create",
                folder.resolve("twice.nema"),
                "-c",
                codec,
                out,
                out.resolve("three.nemb"));

        assertThat(archive).hasBinaryContent(before);
        assertThat(folder.resolve("new.nema")).doesNotExist();
        assertThat(folder.resolve("twice.nema")).doesNotExist();
        Files.write(folder.resolve("broken.png"), new byte[10]);
        refused("broken.png", "encode", "-c", codec, "-o", folder.resolve("e.nema"), folder.resolve("broken.png"));
        assertThat(folder.resolve("e.nema")).doesNotExist();
    }

    @Test
    void keepsAnotherCodecsEmbeddingsApart() throws IOException {
        Path other = folder.resolve("other.nec");
        succeeds("export", TinyRun.in(folder).train("experiment.seed=5"), "-o", other);
        Path archive = created("images.nema", out);

        refused("another codec", "archive", "create", folder.resolve("new.nema"), "-c", other, out);
        refused("belongs to the codec", "decode", "-c", other, "-o", folder.resolve("x"), archive);
        refused("does not belong", "archive", "verify", "-c", other, archive);
        refused("digest", "encode", "-c", other, "-o", archive, images);
    }

    @Test
    void refusesKeysThatLeadElsewhereOrToOneFile() throws IOException {
        for (List<String> keys : List.of(
                List.of("../../escaped"),
                List.of("a", "./a"),
                List.of("a", "x/../a"),
                List.of("/tmp/a"),
                List.of("a\nb"))) {
            Path archive = forged(keys);
            Path deep = folder.resolve("x/y/z");
            refused("the key \"", "archive", "extract", archive, "-o", deep);
            refused("the key \"", "decode", "-c", codec, "-o", deep, archive);
            refused("the key \"", "archive", "merge", folder.resolve("new.nema"), archive);
            refused("the key \"", "archive", "create", folder.resolve("new.nema"), "-c", codec, archive);
            assertThat(filesIn(folder)).containsExactly(archive);
        }
    }

    @Test
    void listsKeysWithoutLettingThemPrintWhatTheyLike() throws IOException {
        Path archive = forged(List.of("a\nb\t0\t0", "\u001b[2Jcls", "ok\\", "\u202Etxt"));
        assertThat(succeeds("archive", "list", archive).lines().map(line -> line.split("\t")[0]))
                .containsExactly("a\\nb\\t0\\t0", "\\u001b[2Jcls", "ok\\\\", "\\u202etxt");
        refused("\\u001b[2J", "archive", "extract", archive, "-o", folder.resolve("x"), "--key", "\u001b[2Jcls");
    }

    @Test
    void anImageWithTheLongestNameIsEncodedOrRefusedBeforeAnyIs() throws IOException {
        Path longNames = folder.resolve("long");
        NoisePictures.rgb(longNames.resolve("n".repeat(224) + ".png"), 40);
        Path files = folder.resolve("files");
        assertThat(succeeds("encode", "-c", codec, "-o", files, longNames)).contains("1 image encoded");
        assertThat(succeeds("encode", "-c", codec, "-o", folder.resolve("long.nema"), longNames))
                .contains("1 image encoded");
        assertThat(succeeds("decode", "-c", codec, "-o", folder.resolve("back"), files))
                .contains("1 embedding");
        assertThat(succeeds("archive", "extract", folder.resolve("long.nema"), "-o", folder.resolve("out")))
                .contains("1 embedding");
        NoisePictures.rgb(longNames.resolve("m".repeat(251) + ".png"), 40);
        refused("makes a name of 256 bytes", "encode", "-c", codec, "-o", folder.resolve("none"), longNames);
        assertThat(folder.resolve("none")).doesNotExist();
    }

    @Test
    void aFlippedBitAnywhereInACodecIsNoticedBeforeItEncodes() throws IOException {
        byte[] good = Files.readAllBytes(codec);
        for (int i = 1; i <= 7; i++) {
            byte[] bad = good.clone();
            bad[(int) ((long) good.length * i / 8)] ^= 32;
            Path file = Files.write(folder.resolve("bad.nec"), bad);
            refused("bad.nec", "encode", "-c", file, "-o", folder.resolve("x"), images);
            refused("bad.nec", "show", images.resolve("three.png"), "-c", file, "-o", folder.resolve("x.png"));
        }
        assertThat(folder.resolve("x")).doesNotExist();
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "signals are sent by a POSIX shell")
    void sigtermKeepsWhatIsEncodedAndExitsWith143() throws IOException {
        Path many = folder.resolve("many");
        for (int i = 0; i < 400; i++) {
            Path image = many.resolve(i + ".png");
            Files.createDirectories(many);
            Files.copy(images.resolve("three.png"), image);
        }
        Path archive = folder.resolve("many.nema");
        try (ChildCli child = ChildCli.start(folder, "encode", "-c", codec, "-o", archive, many)) {
            // The archive is there before the first image is encoded.
            while (child.process().isAlive() && !Files.exists(archive)) {
                ChildCli.sleep(1);
            }
            child.signal("TERM");
            int status = child.status();
            if (status != 0) {
                assertThat(status).as(child.told()).isEqualTo(143);
                assertThat(child.told())
                        .containsPattern("Stopped, and kept what was encoded; [0-9]+ images are missing");
            }
        }
        int before = Files.exists(archive)
                ? (int) succeeds("archive", "list", archive).lines().count()
                : 0;
        assertThat(succeeds("encode", "-c", codec, "-o", archive, many)).contains(400 - before + " image");
        assertThat(succeeds("archive", "verify", archive)).contains("400 embeddings, all whole");
    }

    /** An archive by the letter of its format whose keys no writer of ours would take. */
    private Path forged(List<String> keys) throws IOException {
        byte[] stream = Files.readAllBytes(out.resolve("three.nemb"));
        byte[] digest = HexFormat.of().parseHex(Codec.open(codec).digest());
        return Files.write(folder.resolve("forged.nema"), ForgedArchive.of(digest, stream, keys));
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        Cli run = Cli.run("archive", "lsit", "images.nema");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("lsit").containsPattern("Did you mean: .*list");
        assertThat(Cli.run("archive").out()).contains("create", "append", "list", "extract", "verify", "merge");
    }

    private Path created(String name, Path... sources) {
        Path archive = folder.resolve(name);
        Object[] words = Stream.concat(Stream.of("archive", "create", archive, "-c", codec), Arrays.stream(sources))
                .toArray();
        succeeds(words);
        return archive;
    }

    private static String succeeds(Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    private static void refused(String expected, Object... words) {
        Cli run = Cli.run(words);
        assertThat(run.status()).as(Arrays.toString(words) + run.err()).isEqualTo(2);
        assertThat(run.complaint()).contains(expected).hasLineCount(1).doesNotContain("Exception");
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
