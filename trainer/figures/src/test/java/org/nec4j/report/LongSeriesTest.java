package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LongSeriesTest {
    private static final double NONE = Double.NaN;

    @Test
    void aRunningMeanIsThatOfTheNeighboursThatAreNumbers() {
        double[] means = LongSeries.runningMean(new double[] {1, 2, 6, NONE, 10, 4}, 1);

        assertThat(means).containsExactly(new double[] {1, 3, 4, 8, 7, 4}, within(1e-12));
        assertThat(LongSeries.runningMean(new double[] {NONE, NONE}, 3)).containsOnly(NONE);
    }

    @Test
    void theOutlineOfALongCourseKeepsItsSpikes() {
        double[] values =
                IntStream.range(0, 10_000).mapToDouble(i -> Math.sin(i * 0.01)).toArray();
        values[1234] = 50;
        values[8765] = -50;

        int[] kept = LongSeries.outline(values, 200);

        assertThat(kept)
                .hasSizeLessThanOrEqualTo(200)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains(1234, 8765);
    }

    @Test
    void theOutlineKeepsGaps() {
        double[] values = IntStream.range(0, 1000)
                .mapToDouble(i -> i >= 400 && i < 600 ? NONE : i)
                .toArray();

        int[] kept = LongSeries.outline(values, 100);

        assertThat(Arrays.stream(kept).filter(i -> Double.isNaN(values[i])).count())
                .isGreaterThan(5);
    }

    @Test
    void aShortCourseIsItsOwnOutline() {
        assertThat(LongSeries.outline(new double[] {3, NONE, 1}, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void aHundredThousandStepsMakeASmallChart() {
        int n = 100_000;
        double[] steps = IntStream.range(0, n).mapToDouble(i -> i).toArray();
        double[] values = IntStream.range(0, n)
                .mapToDouble(i -> 5 + Math.sin(i * 12.9898) * 2)
                .toArray();

        assertThat(new LineChart("loss", steps, values, true).toSvg()).hasSizeLessThan(60_000);
    }
}
