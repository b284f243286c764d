package org.nec4j.eval;

/** The lower triangle L of a symmetric positive definite matrix L Lᵀ, and products with its inverse. */
record Cholesky(double[][] lower) {
    /** Factors the second moments of the rows, XᵀX / n, with a number above 0 added to the diagonal. */
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
        for (int i = 0; i < dim; i++) {
            a[i][i] += diagonal;
            for (int j = 0; j <= i; j++) {
                double sum = a[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= a[i][k] * a[j][k];
                }
                a[i][j] = i == j ? Math.sqrt(sum) : sum / a[j][j];
            }
        }
        return new Cholesky(a);
    }

    /** x becomes L⁻¹ x, for x [dim, columns] flattened. */
    void solve(double[] x, int columns) {
        for (int i = 0; i < lower.length; i++) {
            for (int j = 0; j < i; j++) {
                subtract(x, i, lower[i][j], j, columns);
            }
            divide(x, i, lower[i][i], columns);
        }
    }

    /** x becomes L⁻ᵀ x, for x [dim, columns] flattened. */
    void solveTransposed(double[] x, int columns) {
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
