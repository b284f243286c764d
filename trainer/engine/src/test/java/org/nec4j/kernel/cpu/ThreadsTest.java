package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class ThreadsTest {
    @Test
    void areAllProcessorsWhereNobodySaysOtherwise() {
        assertThat(Threads.askedFor(null, null, 8)).isEqualTo(8);
    }

    @Test
    void areNoMoreThanTheShareOfASlurmJob() {
        assertThat(Threads.askedFor(null, "3", 8)).isEqualTo(3);
        assertThat(Threads.askedFor(null, "64", 8)).isEqualTo(8);
        assertThat(Threads.askedFor(null, "", 8)).isEqualTo(8);
        assertThat(Threads.askedFor(null, "4(x2)", 8)).isEqualTo(8);
    }

    @Test
    void areWhatThePropertySaysEvenInASlurmJob() {
        assertThat(Threads.askedFor("6", "3", 4)).isEqualTo(6);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "two", "", "1.5", "99999999999"})
    void areRefusedWhereThePropertyIsNoNumberOfThem(String property) {
        assertThatThrownBy(() -> Threads.askedFor(property, null, 4))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("nec4j.threads");
    }
}
