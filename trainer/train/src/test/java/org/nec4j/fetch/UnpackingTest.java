package org.nec4j.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;
import org.nec4j.fetch.Archives.Entry;
import org.nec4j.fetch.Archives.Kind;
import org.nec4j.progress.Console;

class UnpackingTest {
    private static final byte[] WORDS = "words".getBytes(StandardCharsets.UTF_8);
    private static final Unpacking.Limits LIMITS = new Unpacking.Limits(20, 1 << 20, 50, 1000);

    @TempDir
    Path folder;

    private int count;

    @Test
    void unpacksZipTarAndTarGz() throws IOException {
        Entry[] entries = {
            new Entry("set/", new byte[0], Kind.FOLDER),
            Archives.file("set/a/1.txt", WORDS),
            Archives.file("./set/b.txt", new byte[0]),
            Archives.file("set\\c.txt", WORDS),
            Archives.file("set/" + "long".repeat(40) + ".txt", WORDS)
        };
        for (byte[] archive :
                List.of(Archives.zip(entries), Archives.tar(false, entries), Archives.tar(true, entries))) {
            Path out = unpack(archive);
            assertThat(out.resolve("set/a/1.txt")).hasBinaryContent(WORDS);
            assertThat(out.resolve("set/c.txt")).hasBinaryContent(WORDS);
            assertThat(out.resolve("set/b.txt")).isEmptyFile();
            assertThat(out.resolve("set/" + "long".repeat(40) + ".txt")).exists();
            assertThat(Files.isExecutable(out.resolve("set/a/1.txt"))).isFalse();
        }
    }

    @Test
    void refusesAFileThatIsAFolderToo() throws IOException {
        List<Entry[]> contradictions = List.of(
                new Entry[] {Archives.file("a", WORDS), Archives.file("a/b.txt", WORDS)},
                new Entry[] {Archives.file("a", WORDS), Archives.file("a/b/c.txt", WORDS)},
                new Entry[] {Archives.file("a", WORDS), new Entry("a/b/", new byte[0], Kind.FOLDER)},
                new Entry[] {Archives.file("a/b.txt", WORDS), Archives.file("a", WORDS)});
        for (Entry[] entries : contradictions) {
            for (byte[] archive : List.of(Archives.zip(entries), Archives.tar(true, entries))) {
                assertThatThrownBy(() -> unpack(archive))
                        .isInstanceOf(UserException.class)
                        .hasMessageMatching("(?s).*its entry \"a.*(that it is a file|is in it twice).*");
            }
        }
    }

    @Test
    void refusesAFileNamedAsTheFolderItself() throws IOException {
        for (String name : List.of(".", "./.")) {
            refused(Archives.zip(Archives.file(name, WORDS)), "in the place of the folder itself");
            refused(Archives.tar(false, Archives.file(name, WORDS)), "in the place of the folder itself");
        }
    }

    @Test
    void refusesANameLongerThanAFileCanHave() throws IOException {
        for (String name : List.of("x".repeat(256), "ü".repeat(128) + "/a.txt")) {
            for (byte[] archive : List.of(
                    Archives.zip(Archives.file(name, WORDS)), Archives.tar(false, Archives.file(name, WORDS)))) {
                assertThatThrownBy(() -> unpack(archive))
                        .isInstanceOf(UserException.class)
                        .hasMessageContaining("has a name longer than the 255 bytes that files can have");
            }
        }
    }

    @Test
    void nothingLeavesTheFolder() throws IOException {
        for (String name : List.of(
                "../evil",
                "a/../../evil",
                "/tmp/evil",
                "\\evil",
                "..\\evil",
                "C:\\evil",
                "c:/evil",
                "a/\u0000b",
                "a\nb")) {
            refused(Archives.zip(Archives.file("good", WORDS), Archives.file(name, WORDS)), "is not unpacked");
        }
        for (String name : List.of("../evil", "a/../../evil", "/tmp/evil")) {
            refused(Archives.tar(true, Archives.file(name, WORDS)), "is not unpacked");
        }
        assertThat(folder.resolve("evil")).doesNotExist();
        assertThat(Path.of("/tmp/evil")).doesNotExist();
    }

    @Test
    void linksAndDevicesAreRefused() throws IOException {
        refused(
                Archives.zip(Archives.link("out", "../..", Kind.SYMLINK), Archives.file("out/evil", WORDS)),
                "\"out\" is a link");
        for (Kind kind : List.of(Kind.SYMLINK, Kind.HARDLINK, Kind.DEVICE)) {
            refused(Archives.tar(false, Archives.link("out", "/etc/passwd", kind)), "\"out\" is a link or a device");
        }
    }

    @Test
    void bombsAreRefusedWhileTheyGrow() throws IOException {
        byte[] zeros = new byte[1 << 19];
        assertThat(Archives.zip(Archives.file("zeros", zeros)).length).isLessThan(2000);
        refused(Archives.zip(Archives.file("zeros", zeros)), "bytes unpacked");
        refused(Archives.tar(true, Archives.file("zeros", zeros)), "bytes unpacked");
        byte[] noise = new byte[700_000];
        new Random(3).nextBytes(noise);
        refused(Archives.zip(Archives.file("a", noise), Archives.file("b", noise)), "more than 1048576 bytes");
        Entry[] many = new Entry[21];
        Arrays.setAll(many, i -> Archives.file("n" + i, WORDS));
        refused(Archives.zip(many), "entry number 21, more than the 20 allowed");
    }

    @Test
    void aNameThatComesTwiceIsNotWrittenOver() throws IOException {
        refused(Archives.zip(Archives.file("a", WORDS), Archives.file("./a", new byte[1])), "is in it twice");
    }

    @Test
    void damageEndsInASentence() throws IOException {
        byte[] noise = new byte[3000];
        new Random(5).nextBytes(noise);
        Entry[] entries = {Archives.file("a/1", noise), Archives.file("b/2", WORDS)};
        Random random = new Random(7);
        for (byte[] whole : List.of(Archives.zip(entries), Archives.tar(false, entries), Archives.tar(true, entries))) {
            for (int i = 0; i < 150; i++) {
                byte[] bytes = Arrays.copyOf(whole, i % 3 == 0 ? random.nextInt(whole.length) : whole.length);
                for (int k = 0; k < 3 && i % 3 != 0; k++) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                }
                try {
                    unpack(bytes);
                } catch (UserException e) {
                    assertThat(e.getMessage()).startsWith(folder.toString());
                }
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .allMatch(name -> name.matches("(archive|out)[0-9]+"));
        }
    }

    private void refused(byte[] archive, String why) {
        assertThatThrownBy(() -> unpack(archive))
                .isInstanceOf(UserException.class)
                .hasMessageContaining(why);
    }

    private Path unpack(byte[] archive) throws IOException {
        count++;
        Path file = Files.write(folder.resolve("archive" + count), archive);
        Path out = folder.resolve("out" + count);
        Unpacking.unpack(file, out, LIMITS, Console.silent().progress("", 0, ""));
        return out;
    }
}
