package org.nec4j.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void interpolatesAsScipysPchip() { // expected values: scipy 1.17.1, PchipInterpolator
        MonotoneCubic bumpy =
                new MonotoneCubic(new double[] {0, 1, 1.5, 4, 7}, new double[] {0.1, 0.5, 0.4, 0.9, 0.91});
        double[] at = {0.3, 1.2, 2.0, 3.7, 6.5};
        double[] expected = {0.304, 0.4648, 0.45145957011258964, 0.8785585916069599, 0.9097283824254142};
        assertThat(Arrays.stream(at).map(bumpy::at).toArray()).containsExactly(expected, within(1e-12));
        assertThat(bumpy.mean(0.5, 6)).isCloseTo(0.7073171668923973, within(1e-12));

        MonotoneCubic turning = new MonotoneCubic(new double[] {0, 1, 3}, new double[] {0, 3, 1});
        assertThat(Arrays.stream(new double[] {0.25, 0.75, 2, 2.9})
                        .map(turning::at)
                        .toArray())
                .containsExactly(new double[] {1.0781249999999998, 2.734375, 2.75, 1.28525}, within(1e-12));
    }

    /** The published UC Merced curves; expected values: the package bjontegaard 1.3.0, method pchip, no minimal overlap. */
    @Test
    void savesAndGainsWhatThePackageBjontegaardSays() {
        Curve nec = points(481.28, 0.94, 2181.12, 0.97, 7495.68, 0.98, 37253.12, 0.989);
        Curve jpeg2000 = points(512, 0.747, 1320.96, 0.931, 3389.44, 0.983, 12492.8, 0.993, 56217.6, 0.995);
        Curve uniform = points(6727.68, 0.802, 7065.6, 0.84, 16998.4, 0.978, 86323.2, 0.991);
        assertThat(Comparison.rateSaving(nec, jpeg2000).orElseThrow()).isCloseTo(0.0912737856261342, within(1e-9));
        assertThat(Comparison.accuracyGain(nec, jpeg2000).orElseThrow()).isCloseTo(0.018402242673874303, within(1e-9));
        assertThat(Comparison.rateSaving(nec, uniform).orElseThrow()).isCloseTo(0.8743781722265793, within(1e-9));
        assertThat(Comparison.accuracyGain(nec, uniform).orElseThrow()).isCloseTo(0.03226134752800209, within(1e-9));
    }

    private static Curve points(double... bytesAndAccuracy) {
        return new Curve(
                "published",
                IntStream.range(0, bytesAndAccuracy.length / 2)
                        .mapToObj(i -> RatePoint.exact("", bytesAndAccuracy[2 * i], bytesAndAccuracy[2 * i + 1]))
                        .toList());
    }

    @Test
    void halfTheBytesEverywhereSaveOneHalf() {
        DoubleUnaryOperator accuracy = bytes -> 1 - Math.pow(bytes, -0.4);
        Curve reference = curve("reference", accuracy, 1, 100, 300, 1000, 5000);
        Curve ours = curve("ours", accuracy, 0.5, 100, 300, 1000, 5000);
        assertThat(Comparison.rateSaving(ours, reference).orElseThrow()).isCloseTo(0.5, within(1e-9));
        assertThat(Comparison.rateSaving(reference, ours).orElseThrow()).isCloseTo(-1, within(1e-9));
    }

    @Test
    void aConstantGapIsTheGain() {
        DoubleUnaryOperator accuracy = bytes -> 0.5 + 0.05 * Math.log10(bytes);
        Curve reference = curve("reference", accuracy, 1, 100, 300, 1000, 5000);
        Curve ours = curve("ours", b -> accuracy.applyAsDouble(b) + 0.03, 1, 150, 700, 9000);
        assertThat(Comparison.accuracyGain(ours, reference).orElseThrow()).isCloseTo(0.03, within(1e-9));
        // On a straight line over log10 bytes, 0.03 of accuracy is 0.03 / 0.05 decades.
        assertThat(Comparison.rateSaving(ours, reference).orElseThrow())
                .isCloseTo(1 - Math.pow(10, -0.6), within(1e-9));
    }

    @Test
    void aSmoothCurveIsIntegratedWell() {
        DoubleUnaryOperator s = bytes -> 1 / (1 + Math.exp(-2 * (Math.log(bytes) - 6)));
        DoubleUnaryOperator later = bytes -> s.applyAsDouble(bytes / 1.5);
        double[] bytes = {50, 100, 200, 400, 800, 1600, 3200};
        Curve ours = curve("ours", s, 1, bytes);
        Curve reference = curve("reference", later, 1, bytes);
        assertThat(Comparison.rateSaving(ours, reference).orElseThrow()).isCloseTo(1 - 1 / 1.5, within(0.01));
    }

    @Test
    void onlyTheFrontierCounts() {
        Curve curve = new Curve(
                "bumpy",
                List.of(
                        RatePoint.exact("a", 100, 0.5),
                        RatePoint.exact("worse", 150, 0.4),
                        RatePoint.exact("b", 200, 0.6)));
        assertThat(curve.frontier()).extracting(RatePoint::setting).containsExactly("a", "b");
        assertThat(Comparison.bytesFor(curve, 0.6).orElseThrow()).isCloseTo(200, within(1e-9));
        assertThat(Comparison.bytesFor(curve, 0.55).orElseThrow()).isCloseTo(Math.sqrt(100 * 200), within(1e-9));
        assertThat(Comparison.bytesFor(curve, 0.3)).hasValue(100);
        assertThat(Comparison.bytesFor(curve, 0.61)).isEmpty();
        assertThat(Comparison.accuracyAt(curve, 99)).isEmpty();
        assertThat(Comparison.accuracyAt(curve, 200).orElseThrow()).isCloseTo(0.6, within(1e-12));
    }

    @Test
    void curvesThatShareNothingAreNotCompared() {
        DoubleUnaryOperator accuracy = bytes -> 1 - Math.pow(bytes, -0.4);
        Curve low = curve("low", accuracy, 1, 10, 20);
        Curve high = curve("high", accuracy, 1, 1000, 2000);
        assertThat(Comparison.rateSaving(low, high)).isEmpty();
        assertThat(Comparison.accuracyGain(low, high)).isEmpty();
        assertThat(Comparison.rateSaving(curve("single", accuracy, 1, 10), low)).isEmpty();
    }

    private static Curve curve(String name, DoubleUnaryOperator accuracy, double factor, double... bytes) {
        return new Curve(
                name,
                Arrays.stream(bytes)
                        .mapToObj(b -> RatePoint.exact("at " + b, factor * b, accuracy.applyAsDouble(b)))
                        .toList());
    }
}
