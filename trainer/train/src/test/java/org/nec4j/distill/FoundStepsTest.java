package org.nec4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoundStepsTest {
    @Test
    void spreadIsThatOfPatchesAroundTheirMeanWhateverTheClassToken() {
        float[] y = {100, -100, 1, 5, 3, 5, 1, 9, 3, 9};
        assertThat(FoundSteps.spread(List.of(y, y), 2)).isCloseTo(Math.sqrt((1 + 4) / 2.0), within(1e-9));
    }

    @Test
    void moveByHalfOctaves() {
        assertThat(FoundSteps.unit(0.214)).isEqualTo(1);
        assertThat(FoundSteps.unit(0.737)).isCloseTo(Math.pow(2, 1.5), within(1e-12));
        assertThat(FoundSteps.unit(0.02)).isCloseTo(Math.pow(2, -3.5), within(1e-12));
    }
}
