package org.nec4j.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nec4j.codec.error.UserException;

class EigenvectorsTest {
    private static final int LARGEST = Boolean.getBoolean("nec4j.slow") ? 1024 : 384;

    /** The second difference, 2 on the diagonal and -1 beside it: values 2 - 2 cos(k pi / (n + 1)), vectors sin(i k pi / (n + 1)). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 96, 192, 384, 768, 1024})
    void areTheSinesOfTheSecondDifference(int n) {
        if (n > LARGEST) {
            return;
        }
        double[][] matrix = new double[n][n];
        for (int i = 0; i < n; i++) {
            matrix[i][i] = 2;
            if (i > 0) {
                matrix[i][i - 1] = -1;
                matrix[i - 1][i] = -1;
            }
        }
        Eigenvectors found = Eigenvectors.of(matrix);
        for (int k = 1; k <= n; k++) {
            double angle = Math.PI * (n + 1 - k) / (n + 1);
            assertThat(found.values()[k - 1]).isCloseTo(2 - 2 * Math.cos(angle), within(1e-12));
            double along = 0;
            for (int i = 0; i < n; i++) {
                along += Math.sqrt(2.0 / (n + 1)) * Math.sin((i + 1) * angle) * found.rows()[k - 1][i];
            }
            assertThat(Math.abs(along)).isCloseTo(1, within(1e-9));
        }
    }

    /** Variances over 18 orders of magnitude, as covariances of embeddings have them. */
    @ParameterizedTest
    @ValueSource(ints = {8, 64, 192, 384, 768, 1024})
    void satisfyTheirEquationWhereVariancesFallSteeply(int n) {
        if (n > LARGEST) {
            return;
        }
        double[][] matrix = covariance(n);
        Eigenvectors.of(matrix).check(matrix);
    }

    @Test
    void areRefusedWhereOneIsWrong() {
        double[][] matrix = covariance(32);
        Eigenvectors turned = Eigenvectors.of(matrix);
        turned.rows()[3][5] += 1e-6;
        assertThatThrownBy(() -> turned.check(matrix))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("of 32 dimensions are wrong by");
        Eigenvectors other = Eigenvectors.of(covariance(31));
        assertThatThrownBy(() -> Eigenvectors.of(matrix).check(scaled(matrix))).hasMessageContaining("wrong");
        assertThat(other.values()).hasSize(31);
    }

    @Test
    void refusesNumbersThatAreNotFinite() {
        double[][] matrix = covariance(4);
        matrix[2][1] = Double.NaN;
        assertThatThrownBy(() -> Eigenvectors.of(matrix))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("not finite");
    }

    private static double[][] scaled(double[][] matrix) {
        double[][] other = new double[matrix.length][];
        for (int i = 0; i < matrix.length; i++) {
            other[i] = matrix[i].clone();
            other[i][i] *= 1.001;
        }
        return other;
    }

    private static double[][] covariance(int n) {
        Random random = new Random(n);
        double[][] rows = new double[n + 8][n];
        double[][] matrix = new double[n][n];
        for (double[] row : rows) {
            for (int j = 0; j < n; j++) {
                row[j] = random.nextGaussian() * Math.pow(10, -9.0 * j / n);
            }
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    matrix[i][j] += row[i] * row[j] / rows.length;
                }
            }
        }
        return matrix;
    }
}
