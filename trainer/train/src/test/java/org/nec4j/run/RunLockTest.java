package org.nec4j.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nec4j.codec.error.UserException;

class RunLockTest {
    @TempDir
    Path run;

    @Test
    void oneAtATimeWorksOnARun() {
        assertThat(RunLock.isHeld(run)).isFalse();
        try (RunLock lock = RunLock.take(run)) {
            assertThat(RunLock.isHeld(run)).isTrue();
            assertThatThrownBy(() -> RunLock.take(run))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("another process is working on it");
            assertThat(RunLock.isHeld(run)).isTrue();
        }
        assertThat(RunLock.isHeld(run)).isFalse();
    }
}
