package org.nec4j.distill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedFilesTest {
    @TempDir
    private Path folder;

    @Test
    void goWhereNobodyWritesThemAnyMore() throws IOException {
        Path left = old("a.teacher.1.part");
        Path written = old("a.teacher.2.part");
        Path another = old("b.teacher.1.part");
        Path whole = old("a.teacher");
        Path fresh = Files.createFile(folder.resolve("a.teacher.3.part"));

        try (FileChannel file = FileChannel.open(written, StandardOpenOption.WRITE);
                FileLock owned = file.lock()) {
            assertThat(owned.isValid()).isTrue();
            UnfinishedFiles.remove(folder, "a.teacher.", ".part");
        }

        assertThat(left).doesNotExist();
        for (Path kept : new Path[] {written, another, whole, fresh}) {
            assertThat(kept).exists();
        }
    }

    private Path old(String name) throws IOException {
        Path file = Files.createFile(folder.resolve(name));
        return Files.setLastModifiedTime(file, FileTime.fromMillis(0));
    }
}
