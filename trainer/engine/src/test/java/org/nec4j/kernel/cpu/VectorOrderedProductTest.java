package org.nec4j.kernel.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorOrderedProductTest {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1",
        "65, 96, 288",
        "65, 384, 96",
        "7, 5, 47",
        "4, 33, 16",
        "3, 8, 24",
        "0, 4, 40",
        "9, 0, 0",
        "12, 65, 80",
        "197, 16, 197"
    })
    void takesEverySumInItsOrderWithTheBitsOfPlainJava(int rows, int inputs, int outputs) {
        Random random = new Random(rows + inputs);
        float[][] transposed = new float[inputs][outputs];
        for (float[] row : transposed) {
            fill(row, random);
        }
        float[] x = new float[rows * inputs];
        float[] y = new float[rows * outputs];
        fill(x, random);
        fill(y, random);
        float[] expected = y.clone();
        for (int row = 0; row < rows; row++) {
            for (int o = 0; o < outputs; o++) {
                for (int i = 0; i < inputs; i++) {
                    expected[row * outputs + o] += x[row * inputs + i] * transposed[i][o];
                }
            }
        }

        new VectorStrict().product(transposed).addTo(y, x, rows);

        assertThat(y).isEqualTo(expected);
    }

    /** Of numbers so different in size that a fused or reordered sum would show. */
    private static void fill(float[] numbers, Random random) {
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(9) - 4));
        }
    }
}
