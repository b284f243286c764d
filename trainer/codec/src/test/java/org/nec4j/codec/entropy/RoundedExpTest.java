package org.nec4j.codec.entropy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoundedExpTest {
    @Test
    void hasTheBitsOfStrictMathRounded() {
        Random random = new Random(7);
        for (int i = 0; i < 400_000; i++) {
            assertSame(-30 * random.nextDouble());
            assertSame(90 * random.nextGaussian());
            assertSame((float) (random.nextGaussian() * Math.pow(10, random.nextInt(12) - 10)));
        }
    }

    /** There the last digit of StrictMath's result decides how it is rounded. */
    @Test
    void hasThemAroundTheMiddleBetweenTwoFloats() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            float power = (float) StrictMath.exp(-87 * random.nextDouble());
            double middle = 0.5 * ((double) power + Math.nextUp(power));
            double x = StrictMath.log(middle);
            for (int ulps = -3; ulps <= 3; ulps++) {
                assertSame(x + ulps * Math.ulp(x));
            }
            // Where the table and the polynomial begin to decide.
            assertSame(StrictMath.log(middle * (1 + 0x1p-40)));
            assertSame(StrictMath.log(middle * (1 - 0x1p-40)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            doubles = {
                0,
                -0.0,
                1,
                -87,
                88,
                -86.99999,
                87.99999,
                -104,
                -1e9,
                1e9,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                Double.NaN
            })
    void hasThemAtTheEdges(double x) {
        assertSame(x);
    }

    private static void assertSame(double x) {
        // Not by assertions of AssertJ alone, which take their time for a million numbers.
        if (Float.floatToIntBits(RoundedExp.of(x)) != Float.floatToIntBits((float) StrictMath.exp(x))) {
            assertThat(RoundedExp.of(x)).as("of %s", x).isEqualTo((float) StrictMath.exp(x));
        }
    }
}
