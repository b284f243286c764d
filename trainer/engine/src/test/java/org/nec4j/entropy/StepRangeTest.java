package org.nec4j.entropy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class StepRangeTest {
    @Test
    void holdsThePowersOfTheRootOfTwoInside() {
        assertThat(StepRange.USUAL.halfOctaves())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(4, 2 * Math.sqrt(2), 2, Math.sqrt(2), 1, Math.sqrt(0.5));
        assertThat(new StepRange(1.9999, 2.6, 1).halfOctaves())
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(4 * Math.sqrt(2), 4);
    }

    @Test
    void holdsItsMiddleWhereNoneLiesInside() {
        double[] steps = new StepRange(0.1, 0.3, 1).halfOctaves();
        assertThat(steps).hasSize(1);
        assertThat(steps[0]).isCloseTo(Math.pow(2, 0.2), within(1e-12));
    }

    @Test
    void hasItsMiddleAtAHalfOctave() {
        assertThat(StepRange.USUAL.middle()).isZero();
        assertThat(new StepRange(1, 3.7, 1.2).middle()).isEqualTo(1.5);
    }
}
