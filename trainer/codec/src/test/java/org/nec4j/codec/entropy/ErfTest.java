package org.nec4j.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ErfTest {
    @Test
    void hasItsKnownValues() {
        // Abramowitz and Stegun, table 7.1, and DLMF 7.23 for the tail.
        assertThat(Erf.erf(0)).isZero();
        assertThat(Erf.erf(0.5)).isCloseTo(0.5204998778130465, within(1e-13));
        assertThat(Erf.erf(-1)).isCloseTo(-0.8427007929497149, within(1e-13));
        assertThat(Erf.erf(2)).isCloseTo(0.9953222650189527, within(1e-13));
        assertThat(Erf.erf(3.5)).isCloseTo(0.9999992569016276, within(1e-13));
        assertThat(Erf.erf(5.9)).isCloseTo(1, within(1e-13));
        assertThat(Erf.erf(Double.POSITIVE_INFINITY)).isEqualTo(1);
    }
}
