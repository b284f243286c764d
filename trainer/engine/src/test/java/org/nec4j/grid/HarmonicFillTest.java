package org.nec4j.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HarmonicFillTest {
    /** x² - y² solves Laplace's equation, on the grid too. */
    @Test
    void bringsBackAHarmonicFieldFromItsBorder() {
        int side = 12;
        double[] whole = new double[side * side];
        double[] border = new double[side * side];
        for (int i = 0; i < whole.length; i++) {
            int y = i / side;
            int x = i % side;
            whole[i] = x * x - y * y + 3.0 * x;
            boolean inside = y > 0 && y < side - 1 && x > 0 && x < side - 1;
            border[i] = inside ? Double.NaN : whole[i];
        }
        assertThat(new HarmonicFill(side, side, false).of(border)).containsExactly(whole, within(1e-4));
    }

    @Test
    void leavesValidCellsAndStaysBetweenThem() {
        double[] field = {1, Double.NaN, 3, Double.NaN, Double.NaN, 2};
        double[] filled = new HarmonicFill(2, 3, false).of(field);
        assertThat(filled[0]).isEqualTo(1);
        assertThat(filled[2]).isEqualTo(3);
        assertThat(filled[5]).isEqualTo(2);
        assertThat(Arrays.stream(filled).allMatch(value -> value >= 1 && value <= 3))
                .isTrue();
    }

    @Test
    void aFieldAroundTheGlobeClosesOnItself() {
        double[] field = {0, Double.NaN, Double.NaN, Double.NaN};
        assertThat(new HarmonicFill(1, 4, true).of(new double[] {0, Double.NaN, 8, Double.NaN}))
                .containsExactly(new double[] {0, 4, 8, 4}, within(1e-9));
        assertThat(new HarmonicFill(1, 4, false).of(field)).containsExactly(new double[4], within(1e-9));
    }

    @Test
    void aFieldWithoutAnyValueBecomesZero() {
        double[] nothing = {Double.NaN, Double.NaN};
        assertThat(new HarmonicFill(1, 2, false).of(nothing)).containsOnly(0);
    }
}
