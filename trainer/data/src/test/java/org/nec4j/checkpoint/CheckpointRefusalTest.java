package org.nec4j.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nec4j.codec.error.UserException;

class CheckpointRefusalTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "calls-os-system.pth, it asks for posix.system",
        "complex.pth, is stored as torch.ComplexFloatStorage",
        "uint16.pth, is stored as torch.uint16"
    })
    void refusesEveryOtherGlobalByName(String name, String global) {
        assertThatThrownBy(() -> Checkpoint.read(Resources.file(name)))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll(name, global);
    }

    @Test
    void namesAWholePickledModelForWhatItIs() throws IOException {
        assertSentence(
                Resources.file("whole-module.pth"),
                "is a whole pickled model of the class torch.nn.modules.linear.Linear");
    }

    @Test
    void refusesAFolderAMissingFileAndAShortOne() throws IOException {
        assertSentence(folder, "is a folder");
        assertSentence(folder.resolve("none.pth"), "no such file");
        assertSentence(write(new byte[3]), "too few");
    }

    @Test
    void saysThatAWebPageIsNoCheckpoint() throws IOException {
        assertSentence(write("<!DOCTYPE html><html>sign in</html>".getBytes(StandardCharsets.UTF_8)), "web page");
    }

    @Test
    void saysThatAGitLfsPointerIsNoCheckpoint() throws IOException {
        assertSentence(
                write("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8)), "git lfs pull");
    }

    @Test
    void refusesAnOrdinaryPickle() throws IOException {
        assertSentence(
                write(pickle(0x80, 2, '}', 'N', '0', 'N', '0', 'N', '0', 'N', '0', 'N', '0', 'N', '0', '.')),
                "is a pickle but no PyTorch file");
    }

    @Test
    void refusesAnArchiveWithoutAPickle() throws IOException {
        assertSentence(zip("x/readme.txt", ZipEntry.STORED), "no data.pkl");
    }

    @Test
    void refusesACompressedArchive() throws IOException {
        assertSentence(zip("x/data.pkl", ZipEntry.DEFLATED), "compressed");
    }

    @Test
    void refusesALegacyFileThatEndsEarly() throws IOException {
        byte[] whole = Files.readAllBytes(Resources.file("many-kinds-legacy.pth"));
        assertSentence(write(Arrays.copyOf(whole, whole.length - 1)), "a block claims");
    }

    @Test
    void noticesOneFlippedBitInATensorOfAnArchive() throws IOException {
        byte[] bytes = Files.readAllBytes(Resources.file("many-kinds-zip.pth"));
        FileSlice data = ZipDirectory.read(FileSlice.whole(Resources.file("many-kinds-zip.pth")))
                .get("many-kinds-zip/data/1");
        bytes[(int) data.offset() + 2] ^= 0x10;
        assertSentence(write(bytes), "the CRC-32 of many-kinds-zip/data/1 does not match at byte " + data.offset());
    }

    @Test
    void refusesAnIntegerOfGigabytesBeforeTakingMemory() throws IOException {
        assertSentence(
                write(pickle(0x80, 2, 0x8b, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, '.')), "an integer claims");
    }

    @Test
    void refusesAStringThatIsLongerThanTheFile() throws IOException {
        assertSentence(
                write(pickle(0x80, 2, 'X', 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0, 0, 0, 0, 0, '.')), "a value claims");
    }

    @Test
    void refusesAPickleThatMultipliesItselfInMemory() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(pickle(0x80, 2, 'c'));
        bytes.write("_codecs\nencode\nq".getBytes(StandardCharsets.US_ASCII));
        bytes.write(pickle(0, '0', 'X', 0, 0, 0x10, 0));
        bytes.write(new byte[1 << 20]);
        bytes.write(pickle(0x85, 'q', 1, '0'));
        for (int i = 0; i < 100_000; i++) {
            bytes.write(pickle('h', 0, 'h', 1, 'R'));
        }
        bytes.write('.');
        assertSentence(write(bytes.toByteArray()), "describes more than 256 MiB");
    }

    @Test
    void writesNoControlCharactersOfAFileIntoItsSentence() throws IOException {
        assertSentence(
                write(pickle(0x80, 4, 0x8c, 3, 'o', 's', '\n', 0x8c, 3, 'e', 27, '[', 0x93, '.', 0, 0, 0)), "os?.e?[");
    }

    @Test
    void survivesTuplesNestedDeeperThanAnyStack() throws IOException {
        byte[] nested = new byte[200_000];
        Arrays.fill(nested, (byte) 0x85);
        nested[0] = (byte) 0x80;
        nested[1] = 2;
        nested[2] = ')';
        nested[nested.length - 1] = '.';
        assertSentence(write(nested), "is a pickle but no PyTorch file");
    }

    private void assertSentence(Path file, String part) {
        assertThatThrownBy(() -> Checkpoint.read(file))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(part)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("file.pth"), bytes);
    }

    private Path zip(String entry, int method) throws IOException {
        Path file = folder.resolve("file.pth");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            byte[] content = "some content, some content".getBytes(StandardCharsets.UTF_8);
            ZipEntry header = new ZipEntry(entry);
            header.setMethod(method);
            if (method == ZipEntry.STORED) {
                header.setSize(content.length);
                header.setCrc(crc(content));
            }
            zip.putNextEntry(header);
            zip.write(content);
        }
        return file;
    }

    private static long crc(byte[] content) {
        java.util.zip.CRC32 crc = new java.util.zip.CRC32();
        crc.update(content);
        return crc.getValue();
    }

    private static byte[] pickle(int... bytes) {
        byte[] pickle = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            pickle[i] = (byte) bytes[i];
        }
        return pickle;
    }
}
