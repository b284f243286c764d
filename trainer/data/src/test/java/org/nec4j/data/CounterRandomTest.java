package org.nec4j.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CounterRandomTest {
    /** Upper 1e-6 point of chi-square with 255 degrees of freedom (scipy.stats.chi2.isf). */
    private static final double CHI_SQUARE_255_P_1E_6 = 377.1;

    @Test
    void drawsAreThoseOfTheJavaLibrarysSplitMix() {
        // SplittableRandom(seed) is SplitMix64 with the same step and finalizer; a stream is such a sequence from its
        // key.
        long key = CounterRandom.mix(42 + 0x9E3779B97F4A7C15L);
        SplittableRandom peer = new SplittableRandom(key);
        CounterRandom random = CounterRandom.of(42);
        for (int i = 0; i < 1000; i++) {
            assertThat(random.bits(i)).isEqualTo(peer.nextLong());
        }
    }

    @Test
    void theSameCoordinatesGiveTheSameNumbersAndOthersDoNot() {
        assertThat(CounterRandom.of(1, 2, 3).bits(4))
                .isEqualTo(CounterRandom.of(1, 2, 3).bits(4));
        assertThat(CounterRandom.of(1).child(2).bits(0))
                .isEqualTo(CounterRandom.of(1, 2).bits(0));
        long[] others = {
            CounterRandom.of(1, 2, 3).bits(5),
            CounterRandom.of(1, 3, 2).bits(4),
            CounterRandom.of(2, 2, 3).bits(4),
            CounterRandom.of(1, 2).bits(4),
            CounterRandom.of(1, 2, 3, 0).bits(4)
        };
        assertThat(others)
                .doesNotHaveDuplicates()
                .doesNotContain(CounterRandom.of(1, 2, 3).bits(4));
    }

    @Test
    void uniformNumbersFillTheirIntervalEvenly() {
        float[] noise = new float[1 << 20];
        CounterRandom.of(3).fillUniform(noise);
        assertThat(chiSquare(noise, 0f)).isLessThan(CHI_SQUARE_255_P_1E_6);
        double variance = 0;
        for (float x : noise) {
            variance += (x - 0.5) * (x - 0.5) / noise.length;
        }
        assertThat(variance).isCloseTo(1 / 12.0, within(4e-4));
    }

    @Test
    void firstDrawsOfNeighbouringStreamsAreUncorrelated() {
        int n = 1 << 18;
        double sum = 0;
        float[] first = new float[n];
        for (int i = 0; i < n; i++) {
            first[i] = (float) CounterRandom.of(9, 0, i).uniform(0);
            sum += i == 0 ? 0 : (first[i] - 0.5) * (first[i - 1] - 0.5) * 12 / n;
        }
        assertThat(chiSquare(first, 0f)).isLessThan(CHI_SQUARE_255_P_1E_6);
        assertThat(sum).isCloseTo(0, within(5 / Math.sqrt(n)));
    }

    @Test
    void aPermutationHoldsEveryIndexOnceAndEveryOrderIsEquallyLikely() {
        assertThat(CounterRandom.of(1).permutation(1000))
                .containsExactlyInAnyOrder(IntStream.range(0, 1000).toArray());
        int[] counts = new int[6];
        for (int i = 0; i < 60_000; i++) {
            int[] p = CounterRandom.of(2, i).permutation(3);
            counts[p[0] * 2 + (p[1] > p[2] ? 1 : 0)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
    }

    @Test
    void integersBelowABoundReachBothEnds() {
        int[] counts = new int[5];
        for (int i = 0; i < 50_000; i++) {
            counts[CounterRandom.of(6).below(i, 5)]++;
        }
        for (int count : counts) {
            assertThat(count).isBetween(9_500, 10_500);
        }
        assertThat(CounterRandom.of(6).below(0, 1)).isZero();
    }

    private static double chiSquare(float[] values, float low) {
        int[] counts = new int[256];
        for (float x : values) {
            counts[(int) ((x - low) * 256)]++;
        }
        double expected = values.length / 256.0;
        double sum = 0;
        for (int count : counts) {
            sum += (count - expected) * (count - expected) / expected;
        }
        return sum;
    }
}
