package org.nec4j.codec.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class RoomTest {
    @Test
    void aClaimBeyondAllMemoryIsRefusedBeforeAnyIsTaken() {
        assertThatThrownBy(() -> Room.require(Runtime.getRuntime().maxMemory() + 1, "sea.tif"))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("sea.tif: takes ", " MiB of memory to read", "NEC4J_HEAP");
        assertThatCode(() -> Room.require(1 << 20, "sea.tif")).doesNotThrowAnyException();
    }

    @Test
    void memoryThatRunsOutWhileAFileIsReadIsOneSentence() {
        int tooMany = (int) Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / Long.BYTES + 1);

        assertThatThrownBy(() -> Room.within("sea.tif", () -> new long[tooMany]))
                .isInstanceOf(UserException.class)
                .hasMessageContainingAll("sea.tif: takes more memory to read than there is left", "NEC4J_HEAP")
                .message()
                .doesNotContain("\n");
        assertThat(Room.<String>within("sea.tif", () -> "read")).isEqualTo("read");
    }
}
