package org.nec4j.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class RunFolderFailureTest {
    @TempDir
    Path folder;

    @Test
    void memoryThatRanOutIsKeptWithWhatToDo() {
        RunFolder.keepFailure(folder, new OutOfMemoryError("Java heap space"));

        assertThat(RunFolder.failure(folder)).hasValueSatisfying(why -> assertThat(why)
                .startsWith("out of memory (Java heap space); ")
                .contains("NEC4J_HEAP"));
    }

    @Test
    void anythingElseIsKeptInItsOwnWords() {
        RunFolder.keepFailure(folder, new UserException("x.jpg: is empty"));

        assertThat(RunFolder.failure(folder)).hasValue("x.jpg: is empty");
    }
}
