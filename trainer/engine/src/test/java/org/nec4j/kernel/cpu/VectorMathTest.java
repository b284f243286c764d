package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nec4j.kernel.cpu.VectorMath.LANES;
import static org.nec4j.kernel.cpu.VectorMath.SPECIES;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;

class VectorMathTest {
    @Test
    void expIsGoodToAUnitInTheLastPlace() {
        assertClose(VectorMath::exp, StrictMath::exp, -86.9f, 86.9f, 1.3e-7);
    }

    @Test
    void expStaysNormalBeyondItsRange() {
        assertThat(at(VectorMath::exp, Float.NEGATIVE_INFINITY)).isBetween(Float.MIN_NORMAL, 2e-38f);
        assertThat(at(VectorMath::exp, Float.POSITIVE_INFINITY)).isBetween(6e37f, Float.MAX_VALUE);
        assertThat(at(VectorMath::exp, 0f)).isEqualTo(1f);
        assertThat(at(VectorMath::exp, Float.NaN)).isNaN();
    }

    @Test
    void theNormalDistributionKeepsItsLowerTail() {
        // The argument's own rounding, x² / 2 * 2^-24, adds to the error of the exponential far out.
        assertClose(VectorMathTest::distribution, VectorMathTest::normalDistribution, -3f, 8f, 6e-7);
        assertClose(VectorMathTest::distribution, VectorMathTest::normalDistribution, -9f, -3f, 3e-6);
        assertThat(at(VectorMathTest::distribution, 0f)).isEqualTo(0.5f);
        assertThat(at(VectorMathTest::distribution, 40f)).isEqualTo(1f);
        assertThat(at(VectorMathTest::distribution, -40f)).isBetween(0f, 1e-37f);
        assertThat(at(VectorMathTest::distribution, Float.NaN)).isNaN();
    }

    @Test
    void geluIsExactToARoundingOfItsDistribution() {
        for (float x = -9; x < 9; x += 0.001f) {
            double exact = normalDistribution(x);
            double density = StrictMath.exp(-x * x / 2.0) / StrictMath.sqrt(2 * StrictMath.PI);
            assertThat((double) at(VectorMath::gelu, x)).isCloseTo(x * exact, within(2e-7 * Math.abs(x) + 1e-12));
            assertThat((double) at(VectorMath::geluSlope, x)).isCloseTo(exact + x * density, within(4e-7));
        }
    }

    @Test
    void geluReachesItsLimits() {
        for (float x : new float[] {5.5f, 5.94f, 6f, 40f, 1e30f}) {
            assertThat(at(VectorMath::gelu, x)).isEqualTo(x);
            assertThat(at(VectorMath::gelu, -x)).isEqualTo(-0f);
        }
        for (float x : new float[] {5.94f, 6f, 40f, 1e30f, Float.POSITIVE_INFINITY}) {
            assertThat(at(VectorMath::geluSlope, x)).isEqualTo(1f);
            assertThat(at(VectorMath::geluSlope, -x)).isEqualTo(0f);
        }
        assertThat(at(VectorMath::gelu, Float.NaN)).isNaN();
        assertThat(at(VectorMath::geluSlope, Float.NaN)).isNaN();
    }

    private static FloatVector distribution(FloatVector x) {
        return VectorMath.normalDistribution(x, VectorMath.normalDensity(x));
    }

    /** Φ(x) in double: by its series near 0, by the continued fraction of Mills' ratio in the lower tail. */
    private static double normalDistribution(double x) {
        if (x > 0) {
            return 1 - normalDistribution(-x);
        }
        double density = StrictMath.exp(-x * x / 2) / StrictMath.sqrt(2 * StrictMath.PI);
        if (x > -3) {
            double sum = x;
            double term = x;
            for (int i = 3; i < 200; i += 2) {
                term *= x * x / i;
                sum += term;
            }
            return 0.5 + density * sum;
        }
        double fraction = -x;
        for (int i = 200; i > 0; i--) {
            fraction = -x + i / fraction;
        }
        return density / fraction;
    }

    private static void assertClose(
            UnaryOperator<FloatVector> actual, DoubleUnaryOperator expected, float from, float to, double relative) {
        float[] x = new float[LANES];
        float[] y = new float[LANES];
        double worst = 0;
        for (int i = 0; i < 40_000; i += LANES) {
            for (int lane = 0; lane < LANES; lane++) {
                x[lane] = from + (to - from) * (i + lane) / 40_000;
            }
            actual.apply(FloatVector.fromArray(SPECIES, x, 0)).intoArray(y, 0);
            for (int lane = 0; lane < LANES; lane++) {
                double exact = expected.applyAsDouble(x[lane]);
                worst = Math.max(worst, Math.abs(y[lane] / exact - 1));
            }
        }
        assertThat(worst).isLessThan(relative);
    }

    private static float at(UnaryOperator<FloatVector> f, float x) {
        return f.apply(FloatVector.broadcast(SPECIES, x)).lane(0);
    }
}
