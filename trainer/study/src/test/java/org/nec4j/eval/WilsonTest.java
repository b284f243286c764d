package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {
    /** scipy 1.17.1: {@code binomtest(right, images).proportion_ci(0.95, method="wilson")}. */
    @ParameterizedTest
    @CsvSource({
        "9, 9, 0.7008549515804559, 1",
        "0, 9, 0, 0.29914504841954404",
        "111, 140, 0.7183483042801226, 0.8517237783606497",
        "1, 2, 0.09453120573423074, 0.9054687942657693",
        "7, 20, 0.1811918241010821, 0.5671457233147637"
    })
    void theIntervalIsScipys(int right, int images, double low, double high) {
        ConfidenceInterval interval = Wilson.interval((double) right / images, images);
        assertThat(interval.low()).isCloseTo(low, within(1e-12));
        assertThat(interval.high()).isCloseTo(high, within(1e-12));
    }
}
