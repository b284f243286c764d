package org.nec4j.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RatesTest {
    private static final Rates CLOSE = new Rates(3, 1000, 1010, 1012, 127, 128);

    @Test
    void neighboursWithinTwoPercentAreNotWarnedOf() {
        assertThat(CLOSE.warning()).isEmpty();
        // Together they may differ by more.
        assertThat(8 * CLOSE.fileBytes() / CLOSE.noisyBits()).isGreaterThan(1.02);
    }

    @Test
    void oneSentenceNamesEveryGap() {
        assertThat(new Rates(3, 1000, 900, 901, 123, 150).warning())
                .contains("Warning: the rate of an image changes by more than 2 % from one stage to the next:"
                        + " estimated with rounding -10.0 %; coded +9.2 %.");
    }

    @Test
    void theFrameOfASmallStreamIsNoGap() {
        assertThat(new Rates(9, 240, 240, 240, 30, 50).warning()).isEmpty();
        assertThat(new Rates(9, 240, 240, 240, 30, 50).lines().get(5)).endsWith("+66.7 %");
    }

    @Test
    void theCodersEndOfASmallStreamIsNoGap() {
        assertThat(new Rates(9, 255, 255, 255, 38, 58).warning()).isEmpty();
        assertThat(new Rates(9, 255, 255, 255, 31, 58).warning())
                .hasValueSatisfying(told -> assertThat(told).contains("coded -2.7 %"));
    }

    @Test
    void theTableHasEveryStageInBitsAndBytes() {
        assertThat(CLOSE.lines())
                .containsExactly(
                        "rate of an image                            bits       bytes   change",
                        "estimated with the noise of training     1,000.0       125.0",
                        "estimated with rounding                  1,010.0       126.3   +1.0 %",
                        "by the integer tables                    1,012.0       126.5   +0.2 %",
                        "coded                                    1,016.0       127.0   +0.4 %",
                        "in the file, frame included              1,024.0       128.0   +0.8 %");
    }

    @Test
    void whatIsNotKnownIsLeftOut() {
        Rates some = new Rates(3, Double.NaN, Double.NaN, 1000, 126, 127);
        assertThat(some.asMap()).containsOnlyKeys(Rates.KEYS.subList(2, 5));
        assertThat(some.lines()).hasSize(4);
        assertThat(some.warning()).isEmpty();
        assertThat(Rates.bytes(some.asMap()).get(0)).isEmpty();
        assertThat(Rates.bytes(some.asMap()).get(2)).hasValue(125);
    }

    @Test
    void nothingSpentIsNoGap() {
        assertThat(new Rates(1, 0, 0, 0, 8, 8).warning()).isEmpty();
    }

    @Test
    void tilesAddUpToTheirImages() {
        assertThat(new Rates(6, 10, 20, 30, 4, 5).ofWhole(2)).isEqualTo(new Rates(2, 30, 60, 90, 12, 15));
    }
}
