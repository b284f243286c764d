package org.nec4j.distill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.transform.LayeredSteps;

class DistilledCodecTest {
    private static final double ROOT = Math.sqrt(2);
    private static final double[] TOKENS = {4, 2 * ROOT, 2, ROOT, 1, 1 / ROOT};

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1})
    void qualitiesAreHalfOfTheFinerTokenStepAndTokenStepsTwoAndOne(double ratio) {
        LayeredSteps steps = DistilledCodec.steps(ratio, TOKENS);

        assertThat(steps.rungs()[steps.low()][1]).isEqualTo(-1);
        assertThat(steps.pooled()[steps.rungs()[steps.low()][0]]).isCloseTo(0.5, within(1e-12));
        assertThat(TOKENS[steps.rungs()[steps.middle()][1]]).isEqualTo(2);
        assertThat(TOKENS[steps.rungs()[steps.full()][1]]).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.354, 0.5, 1})
    void aTokenStepHasThePooledStepOfTheRatio(double ratio) {
        LayeredSteps steps = DistilledCodec.steps(ratio, TOKENS);

        for (int[] rung : steps.rungs()) {
            if (rung[1] >= 0) {
                assertThat(steps.pooled()[rung[0]]).isCloseTo(ratio * TOKENS[rung[1]], within(1e-12));
            }
        }
        assertThat(steps.rungs().length).isEqualTo(steps.pooled().length + TOKENS.length);
    }

    @Test
    void qualitiesStayOnAShortLadder() {
        for (double ratio : new double[] {0.01, 0.5, 16}) {
            LayeredSteps steps = DistilledCodec.steps(ratio, new double[] {1});
            assertThat(steps.low()).isBetween(0, steps.pooled().length - 1);
            assertThat(steps.middle()).isEqualTo(steps.rungs().length - 1);
            assertThat(steps.full()).isEqualTo(steps.rungs().length - 1);
        }
    }
}
