package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void bytesOverDecadesHaveRoundTicks() {
        assertThat(labels(Axis.bytes(24, 1500, 0, 500)))
                .containsExactly("20 B", "50 B", "100 B", "200 B", "500 B", "1 kB");
    }

    @Test
    void bytesThatLieCloseTogetherHaveTicksAllTheSame() {
        assertThat(labels(Axis.bytes(7101, 7120, 0, 500))).contains("6.5 kB", "7 kB", "7.5 kB", "8 kB");
    }

    private static List<String> labels(Axis axis) {
        return axis.ticks().stream().map(Axis.Tick::label).toList();
    }
}
