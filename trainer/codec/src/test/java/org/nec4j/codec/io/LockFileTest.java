package org.nec4j.codec.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.ChildJvm;

class LockFileTest {
    @TempDir
    Path folder;

    @Test
    void isHeldOnceAtATimeInOneProcess() throws IOException {
        Path file = folder.resolve("one.lock");
        assertThat(LockFile.isHeld(file)).isFalse();
        try (LockFile lock = LockFile.take(file).orElseThrow()) {
            assertThat(LockFile.take(file)).isEmpty();
            assertThat(LockFile.take(folder.resolve("../" + folder.getFileName() + "/one.lock")))
                    .isEmpty();
            assertThat(LockFile.isHeld(file)).isTrue();
        }
        assertThat(LockFile.isHeld(file)).isFalse();
        assertThat(file).exists();
        LockFile.take(file).orElseThrow().close();
    }

    @Test
    void askingInTheHoldersOwnProcessDoesNotTakeItAway() throws IOException, InterruptedException {
        Path file = folder.resolve("asked.lock");
        try (LockFile lock = LockFile.take(file).orElseThrow()) {
            assertThat(LockFile.isHeld(file)).isTrue();
            assertThat(LockFile.take(file)).isEmpty();
            assertThat(asked(file)).isEqualTo("held");
        }
        assertThat(asked(file)).isEqualTo("free");
    }

    @Test
    void isFreeWhenItsHolderWasKilled() throws IOException, InterruptedException {
        Path file = folder.resolve("killed.lock");
        Process holder = child("hold", file);
        assertThat(holder.inputReader().readLine()).isEqualTo("held");
        assertThat(LockFile.isHeld(file)).isTrue();
        assertThat(LockFile.takeRemoved(file)).isEmpty();
        holder.destroyForcibly().waitFor();
        LockFile.takeRemoved(file).orElseThrow().close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aLockThatWasTakenOnARemovedFileCountsForNothing() throws IOException {
        Path file = folder.resolve("removed.lock");
        try (FileChannel early =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ)) {
            Files.delete(file);
            assertThat(early.tryLock()).isNotNull();
            try (LockFile lock = LockFile.takeRemoved(file).orElseThrow()) {
                assertThat(LockFile.isHeld(file)).isTrue();
            }
        }
    }

    private String asked(Path file) throws IOException, InterruptedException {
        Process child = child("ask", file);
        String answer = child.inputReader().readLine();
        child.waitFor();
        return answer;
    }

    private static Process child(String order, Path file) throws IOException {
        return ChildJvm.start(
                ChildJvm.thisJava(), List.of("-Xshare:auto"), LockFileChild.class, order, file.toString());
    }
}
