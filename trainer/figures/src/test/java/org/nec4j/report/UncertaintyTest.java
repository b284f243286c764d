package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class UncertaintyTest {
    private static Curve curve(String system, double bar, double... accuracies) {
        return new Curve(
                system,
                List.of(
                        new RatePoint("a", 10, accuracies[0], accuracies[0] - bar, accuracies[0] + bar),
                        new RatePoint("b", 1000, accuracies[1], accuracies[1] - bar, accuracies[1] + bar)));
    }

    /** Between two points a curve is a straight line, whose mean is theirs: four errors of deviation s make one of s. */
    @Test
    void aGainOfStraightLinesErrsAsTheMeansOfTheirEnds() {
        Curve ours = curve("ours", 0.02, 0.5, 0.9);
        Curve theirs = curve("theirs", 0.02, 0.45, 0.85);

        Uncertainty gain =
                Uncertainty.of(ours, theirs, Comparison::accuracyGain).orElseThrow();

        assertThat(gain.low()).isCloseTo(0.05 - 0.02, within(0.002));
        assertThat(gain.high()).isCloseTo(0.05 + 0.02, within(0.002));
        assertThat(Uncertainty.of(ours, theirs, Comparison::accuracyGain)).contains(gain);
    }

    @Test
    void aSavingLiesBetweenItsEnds() {
        Curve ours = curve("ours", 0.01, 0.5, 0.9);
        Curve theirs = curve("theirs", 0.01, 0.4, 0.8);
        double saved = Comparison.rateSaving(ours, theirs).orElseThrow();

        Uncertainty saving =
                Uncertainty.of(ours, theirs, Comparison::rateSaving).orElseThrow();

        assertThat(saved).isGreaterThan(saving.low()).isLessThan(saving.high());
        assertThat(saving.high() - saving.low()).isBetween(0.01, 0.2);
    }

    @Test
    void pointsWithoutErrorBarsTellNothing() {
        assertThat(Uncertainty.of(curve("ours", 0, 0.5, 0.9), curve("theirs", 0, 0.4, 0.8), Comparison::rateSaving))
                .isEmpty();
    }

    @Test
    void curvesThatSeldomMeetTellNothing() {
        Curve high = curve("ours", 0.01, 0.8, 0.9);
        Curve low = curve("theirs", 0.01, 0.5, 0.81);

        assertThat(Comparison.rateSaving(high, low)).isPresent();
        assertThat(Uncertainty.of(high, low, Comparison::rateSaving)).isEmpty();
        assertThat(Uncertainty.of(high, low, (ours, theirs) -> OptionalDouble.of(1)))
                .contains(new Uncertainty(1, 1));
    }
}
