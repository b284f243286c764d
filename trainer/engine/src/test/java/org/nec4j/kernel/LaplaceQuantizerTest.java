package org.nec4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against trying both magnitudes, and the mean of what becomes one by a sum over a fine grid. */
class LaplaceQuantizerTest {
    private static final double FINE = 1e-4;

    private static double bits(int symbol, double scale) {
        LaplaceMass mass = new LaplaceMass();
        mass.of(symbol, scale);
        return mass.bits();
    }

    private static int tried(double v, double scale, double price) {
        IntToDoubleFunction cost = m -> (v - m) * (v - m) + price * bits(m, scale);
        int most = (int) Math.floor(v + 0.5);
        return most > 0 && cost.applyAsDouble(most - 1) <= cost.applyAsDouble(most) ? most - 1 : most;
    }

    private static double decoded(double v, double scale, double price) {
        LaplaceQuantizer quantizer = new LaplaceQuantizer();
        quantizer.of(v, scale, price);
        return quantizer.decoded();
    }

    private static double symbol(double v, double scale, double price) {
        LaplaceQuantizer quantizer = new LaplaceQuantizer();
        quantizer.of(v, scale, price);
        return quantizer.symbol();
    }

    @ParameterizedTest
    @CsvSource({"0.05, 0.1", "0.2, 0.1", "0.5, 0.1", "2, 0.1", "0.2, 0.02", "0.7, 0.3", "3, 1"})
    void takesTheCheaperOfTwoMagnitudesAtTheMeanOfWhatBecomesIt(double scale, double price) {
        double[] sums = new double[6];
        double[] masses = new double[6];
        for (double v = FINE / 2; v < 8; v += FINE) {
            int m = tried(v, scale, price);
            if (m < sums.length) {
                sums[m] += v * Math.exp(-v / scale);
                masses[m] += Math.exp(-v / scale);
            }
        }
        for (double v = 0.0173; v < 4.5; v += 0.01) {
            int m = tried(v, scale, price);
            assertThat(symbol(v, scale, price)).isEqualTo(m);
            assertThat(symbol(-v, scale, price) + m).isZero();
            double expected = m == 0 ? 0 : sums[m] / masses[m];
            assertThat(decoded(v, scale, price)).as("%s", v).isCloseTo(expected, within(1e-3));
            assertThat(decoded(-v, scale, price)).isEqualTo(-decoded(v, scale, price));
        }
    }

    @Test
    void roundsToMeansWhereBitsCostNothing() {
        assertThat(decoded(0.499, 0.3, 0)).isZero();
        // The mean of an exponential density of scale 0.3 over [1/2, 3/2].
        assertThat(decoded(0.501, 0.3, 0)).isCloseTo(0.5 + 0.3 - 1 / Math.expm1(1 / 0.3), within(1e-12));
        assertThat(decoded(7.2, 1e6, 0)).isCloseTo(7, within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.4, 1})
    void losesLessThanADeadZoneAtItsPrice(double scale) {
        double price = 0.1;
        double dead = 0;
        double chosen = 0;
        for (double v = FINE / 2; v < 8; v += FINE) {
            double mass = Math.exp(-v / scale);
            int m = (int) Math.floor(v + 0.42);
            dead += mass * ((v - m) * (v - m) + price * bits(m, scale));
            double decoded = decoded(v, scale, price);
            chosen += mass * ((v - decoded) * (v - decoded) + price * bits(tried(v, scale, price), scale));
        }
        assertThat(chosen).isLessThan(0.999 * dead);
    }
}
