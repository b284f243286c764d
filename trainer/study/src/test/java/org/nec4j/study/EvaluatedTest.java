package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.export.Rates;

class EvaluatedTest {
    @Test
    void saysWhenADifferenceIsWithinNoise() {
        assertThat(evaluated(0.84).line()).endsWith("84.00 % on the uncompressed embedding, a difference within noise");
        assertThat(evaluated(0.86).line()).endsWith("86.00 % on the uncompressed embedding");
    }

    private static Evaluated evaluated(double uncompressed) {
        Rates rates = new Rates(9, 240, 240, 240, 30, 50);
        return new Evaluated(
                "scenes",
                "linear",
                "accuracy",
                new Score(0.8, new ConfidenceInterval(0.75, 0.85), uncompressed),
                140,
                "",
                rates,
                Evaluated.Classes.NONE);
    }
}
