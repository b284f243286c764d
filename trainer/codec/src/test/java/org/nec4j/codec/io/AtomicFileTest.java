package org.nec4j.codec.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.ChildJvm;
import org.nec4j.codec.error.UserException;

class AtomicFileTest {
    private static final byte[] CONTENT = "content".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @Test
    void takesTheLongestNameThatTheSystemTakes() throws IOException {
        Path file = folder.resolve("\u00e9".repeat(125) + ".nemb");
        AtomicFile.write(file, CONTENT);
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(temporary()).isEmpty();
    }

    /** A signal ends the virtual machine while a command is about to write the first file of all. */
    @Test
    void writesWhileTheVirtualMachineEnds() throws Exception {
        Path file = folder.resolve("last");
        Process child = ChildJvm.start(ChildJvm.thisJava(), List.of(), WritesAtTheEnd.class, file.toString());
        assertThat(child.waitFor()).isZero();
        assertThat(file).hasContent("written at the end");
        assertThat(temporary()).isEmpty();
    }

    @Test
    void createsAFileOnlyWhereThereIsNone() {
        Path file = folder.resolve("new/file");
        assertThat(AtomicFile.create(file, CONTENT)).isTrue();
        assertThat(AtomicFile.create(file, new byte[3])).isFalse();
        assertThat(file).hasBinaryContent(CONTENT);
        assertThat(file.getParent()).isDirectoryContaining("glob:**/file");
    }

    @Test
    void clearsAwayWhatKilledWritersLeftAndNothingOfLivingOnes() throws Exception {
        Process killed = writer("killed");
        Process living = writer("living");
        assertThat(temporary()).hasSize(2);
        killed.destroyForcibly().waitFor();
        Path ofAnotherMachine = Files.createFile(folder.resolve(".nec4j-00000000-" + "0".repeat(32) + ".tmp"));
        Path longAgo = Files.createFile(folder.resolve(".nec4j-00000000-" + "1".repeat(32) + ".tmp"));
        Files.setLastModifiedTime(longAgo, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
        Path ofTheUser = Files.createFile(folder.resolve(".nec4j-mine.tmp"));

        AtomicFile.write(folder.resolve("next"), CONTENT);

        assertThat(temporary()).hasSize(3).contains(ofAnotherMachine, ofTheUser);
        living.outputWriter().close();
        assertThat(living.waitFor()).isZero();
        assertThat(folder.resolve("living")).hasBinaryContent(new byte[100]);
        assertThat(folder.resolve("killed")).doesNotExist();
        assertThat(temporary()).containsExactlyInAnyOrder(ofAnotherMachine, ofTheUser);
    }

    @Test
    void leavesNoTemporaryFileWhenItsProcessIsAskedToEnd() throws Exception {
        Process ended = writer("ended");
        // Not by Process itself, which would end the input that it waits for.
        ended.toHandle().destroy();
        ended.waitFor();
        assertThat(temporary()).isEmpty();
        assertThat(folder.resolve("ended")).doesNotExist();
    }

    private Process writer(String name) throws IOException {
        Process process = ChildJvm.start(
                ChildJvm.thisJava(),
                List.of("-Xshare:auto"),
                LockFileChild.class,
                "write",
                folder.resolve(name).toString());
        assertThat(process.inputReader().readLine()).isEqualTo("writing");
        return process;
    }

    private List<Path> temporary() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".tmp")).toList();
        }
    }

    @Test
    void namesLongerThanFileSystemsTakeAreSaidToBe() {
        Path longest = folder.resolve("\u00e9".repeat(127) + "x");
        AtomicFile.write(longest, new byte[3]);
        assertThat(longest).hasSize(3);

        assertThatThrownBy(() -> AtomicFile.write(folder.resolve("\u00e9".repeat(128)), new byte[3]))
                .isInstanceOf(UserException.class)
                .hasMessageEndingWith(
                        ": is a name of 256 bytes, and names of files have at most 255; give a shorter one");
    }
}
