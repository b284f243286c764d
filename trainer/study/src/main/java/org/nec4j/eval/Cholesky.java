package org.nec4j.eval;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nec4j.codec.error.UserException;

/** The lower triangle L of a symmetric positive definite matrix L Lᵀ, and products with its inverse. */
public record Cholesky(double[][] lower) {
    /** Of the sum of the absolute values of the terms; rounding leaves some 1e-14. */
    private static final double TOLERANCE = 1e-10;

    /**
     * Factors the second moments of the rows, XᵀX / n, with a number above 0 added to the diagonal.
     *
     * @throws UserException if the rows hold a number that is not finite
     * @throws IllegalStateException if the factor, or what it solves, is wrong
     */
    static Cholesky ofSecondMoments(double[][] rows, double diagonal) {
        int dim = rows[0].length;
        double[][] a = new double[dim][];
        for (int i = 0; i < dim; i++) {
            a[i] = new double[i + 1];
        }
        for (double[] row : rows) {
            for (int i = 0; i < dim; i++) {
                double value = row[i] / rows.length;
                double[] target = a[i];
                for (int j = 0; j <= i; j++) {
                    target[j] += value * row[j];
                }
            }
        }
        return of(a, diagonal);
    }

    /**
     * Factors second moments that are given, with a number above 0 added to the diagonal.
     *
     * @param a the matrix's lower triangle, row i of i + 1 numbers, which becomes the factor
     */
    public static Cholesky of(double[][] a, double diagonal) {
        int dim = a.length;
        for (int i = 0; i < dim; i++) {
            a[i][i] += diagonal;
        }
        double[][] matrix = Arrays.stream(a).map(double[]::clone).toArray(double[][]::new);
        for (int i = 0; i < dim; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
            if (!(a[i][i] > 0 && a[i][i] < Double.POSITIVE_INFINITY)) {
                throw new UserException(
                        "feature " + i + " has no finite second moment: some image's embedding holds NaN, infinity or a"
                                + " number too large; check the codec or checkpoint that it comes from");
            }
        }
        Cholesky factor = new Cholesky(a);
        factor.check(matrix);
        return factor;
    }

    /** Solves L Lᵀ x = y for one y and puts x into the matrix again, of which the lower triangle is given. */
    private void check(double[][] matrix) {
        double[] y = new SplittableRandom(3).doubles(matrix.length, -1, 1).toArray();
        double[] x = y.clone();
        solve(x, 1);
        solveTransposed(x, 1);
        for (int i = 0; i < matrix.length; i++) {
            double error = -y[i];
            double terms = Math.abs(y[i]);
            for (int j = 0; j < matrix.length; j++) {
                double term = (j <= i ? matrix[i][j] : matrix[j][i]) * x[j];
                error += term;
                terms += Math.abs(term);
            }
            if (!(Math.abs(error) <= TOLERANCE * terms)) {
                throw new IllegalStateException(
                        "a triangular factor of " + matrix.length + " dimensions is wrong by " + error);
            }
        }
    }

    /** x becomes L⁻¹ x, for x [dim, columns] flattened. */
    public void solve(double[] x, int columns) {
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j < i; j++) {
                subtract(x, i, lower[i][j], j, columns);
            }
            divide(x, i, lower[i][i], columns);
        }
    }

    /** x becomes L⁻ᵀ x, for x [dim, columns] flattened. */
    public void solveTransposed(double[] x, int columns) {
        for (int i = lower.length - 1; i >= 0; i--) {
            divide(x, i, lower[i][i], columns);
            for (int j = 0; j < i; j++) {
                subtract(x, j, lower[i][j], i, columns);
            }
        }
    }

    /** x becomes Lᵀ x, for x [dim, columns] flattened. */
    void multiplyTransposed(double[] x, int columns) {
        for (int j = 0; j < lower.length; j++) {
            for (int c = 0; c < columns; c++) {
                double sum = 0;
                for (int i = j; i < lower.length; i++) {
                    sum += lower[i][j] * x[i * columns + c];
                }
                x[j * columns + c] = sum;
            }
        }
    }

    private static void subtract(double[] x, int target, double factor, int source, int columns) {
        for (int c = 0; c < columns; c++) {
            x[target * columns + c] -= factor * x[source * columns + c];
        }
    }

    private static void divide(double[] x, int row, double divisor, int columns) {
        for (int c = 0; c < columns; c++) {
            x[row * columns + c] /= divisor;
        }
    }
}
