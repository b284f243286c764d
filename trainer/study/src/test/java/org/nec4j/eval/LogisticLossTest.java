package org.nec4j.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticLossTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 4, 11}) // vectors are added four at a time, and the rest one at a time
    void gradientIsThatOfFiniteDifferences(int size) {
        int classes = 3;
        Random random = new Random(size);
        double[][] rows = new double[size][size];
        int[] labels = random.ints(size, 0, classes).toArray();
        for (double[] row : rows) {
            fill(row, random);
        }
        LogisticLoss loss = new LogisticLoss(rows, labels, classes);
        double[] x = new double[(size + 1) * classes];
        fill(x, random);
        double[] gradient = new double[x.length];
        double[] ignored = new double[x.length];
        loss.evaluate(x, gradient);

        double step = 1e-5;
        for (int j = 0; j < x.length; j++) {
            double[] up = x.clone();
            double[] down = x.clone();
            up[j] += step;
            down[j] -= step;
            double slope = (loss.evaluate(up, ignored) - loss.evaluate(down, ignored)) / (2 * step);
            assertThat(gradient[j]).isEqualTo(slope, within(1e-8));
        }
    }

    @Test
    void withoutWeightsEveryRowCostsTheLogarithmOfTheClasses() {
        LogisticLoss loss = new LogisticLoss(new double[][] {{1, 2}, {3, 4}}, new int[] {0, 3}, 4);

        assertThat(loss.evaluate(new double[12], new double[12])).isEqualTo(2 * Math.log(4), within(1e-12));
    }

    private static void fill(double[] values, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
    }
}
