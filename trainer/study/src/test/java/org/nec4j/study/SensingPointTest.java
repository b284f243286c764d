package org.nec4j.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.nec4j.onboard.Judgement;

class SensingPointTest {
    /** One against nine discordant images: twice the sum of the binomial's tail, (1 + 10) / 2^10. */
    @Test
    void pairsAreJudgedByTheExactTest() {
        SensingPoint.Pair pair = point(0, 9, 20).against(point(9, 10, 20));
        assertThat(pair.ours()).isEqualTo(9);
        assertThat(pair.theirs()).isEqualTo(1);
        assertThat(pair.p()).isCloseTo(22 / 1024.0, within(1e-12));
        assertThat(pair.isSignificant()).isTrue();
        assertThat(pair.words()).isEqualTo("9 : 1, p 0.021");
        assertThat(point(0, 9, 20).against(point(0, 9, 20)).p()).isEqualTo(1);
    }

    /** No chance is none: eleven images that one alone gets right have p = 2 / 2^11. */
    @Test
    void aSmallChanceIsNotToldAsNone() {
        assertThat(point(0, 11, 20).against(point(0, 0, 20)).words()).isEqualTo("11 : 0, p < 0.001");
    }

    /** A run that is right on images from one to the one before another. */
    private static SensingPoint point(int from, int to, int images) {
        boolean[] right = new boolean[images];
        Arrays.fill(right, from, to, true);
        return new SensingPoint("noise", "one", 0, new Judgement(new int[images], right, 0, 1));
    }
}
