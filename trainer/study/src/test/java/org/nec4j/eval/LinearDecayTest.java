package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LinearDecayTest {
    @Test
    void risesToALineThatFallsToZero() {
        LinearDecay decay = new LinearDecay(0.5, 4, 100);
        assertThat(decay.valueAt(0, 0)).isEqualTo(0.125);
        assertThat(decay.valueAt(3, 0)).isCloseTo(0.485, within(1e-15));
        assertThat(decay.valueAt(50, 0)).isEqualTo(0.25);
        assertThat(decay.valueAt(99, 0)).isCloseTo(0.005, within(1e-15));
        assertThat(decay.valueAt(100, 0)).isZero();
        assertThat(decay.valueAt(101, 0)).isZero();
    }

    @Test
    void fallsFromTheFirstStepWithoutARise() {
        assertThat(new LinearDecay(1, 0, 4).valueAt(0, 0)).isEqualTo(1);
        assertThat(new LinearDecay(1, 0, 4).valueAt(1, 0)).isEqualTo(0.75);
    }
}
