package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nec4j.codec.error.UserException;

class CholeskyTest {
    @Test
    void factorsSecondMoments() {
        double[][] rows = {{2, 2}, {2, 1}};
        Cholesky factor = Cholesky.ofSecondMoments(rows, 1);
        assertThat(factor.lower()[0][0]).isCloseTo(Math.sqrt(5), within(1e-15));
        assertThat(factor.lower()[1][0]).isCloseTo(3 / Math.sqrt(5), within(1e-15));
        assertThat(factor.lower()[1][1]).isCloseTo(Math.sqrt(3.5 - 9.0 / 5), within(1e-15));
    }

    @Test
    void refusesRowsThatAreNotFinite() {
        for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1e200}) {
            assertThatThrownBy(() -> Cholesky.ofSecondMoments(new double[][] {{1, 2}, {3, odd}}, 1))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining("feature 1 has no finite second moment");
        }
    }
}
