package org.nec4j.factorize;

import java.util.stream.IntStream;

/** Products of small matrices in float64, rows first. */
final class Matrices {
    private Matrices() {}

    /** Of row-major float32 [rows, columns]. */
    static double[][] of(float[] values, int rows) {
        int columns = values.length / rows;
        double[][] matrix = new double[rows][columns];
        for (int i = 0; i < values.length; i++) {
            matrix[i / columns][i % columns] = values[i];
        }
        return matrix;
    }

    /** a b. */
    static double[][] times(double[][] a, double[][] b) {
        int columns = b[0].length;
        return IntStream.range(0, a.length)
                .parallel()
                .mapToObj(i -> {
                    double[] row = new double[columns];
                    for (int k = 0; k < b.length; k++) {
                        double factor = a[i][k];
                        for (int j = 0; j < columns; j++) {
                            row[j] += factor * b[k][j];
                        }
                    }
                    return row;
                })
                .toArray(double[][]::new);
    }

    /** a v. */
    static double[] times(double[][] a, double[] v) {
        double[] product = new double[a.length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < v.length; k++) {
                product[i] += a[i][k] * v[k];
            }
        }
        return product;
    }

    /** aᵀ. */
    static double[][] transposed(double[][] a) {
        double[][] turned = new double[a[0].length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                turned[j][i] = a[i][j];
            }
        }
        return turned;
    }

    /** (a + aᵀ) / 2, which rounding may have taken apart. */
    static double[][] symmetric(double[][] a) {
        double[][] mean = new double[a.length][a.length];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                mean[i][j] = (a[i][j] + a[j][i]) / 2;
            }
        }
        return mean;
    }

    /**
     * Orthonormal rows that span what the rows of a [n, m] do, n at most m, by the Gram-Schmidt process done twice over (Giraud et al.,
     * "Rounding error analysis of the classical Gram-Schmidt orthogonalization process", 2005); a row of zeros where one depends on
     * those before it.
     */
    static double[][] orthonormalRows(double[][] a) {
        double[][] rows = new double[a.length][];
        for (int i = 0; i < a.length; i++) {
            double[] row = a[i].clone();
            double before = Math.sqrt(dot(row, row));
            for (int pass = 0; pass < 2; pass++) {
                for (int k = 0; k < i; k++) {
                    double along = dot(rows[k], row);
                    for (int j = 0; j < row.length; j++) {
                        row[j] -= along * rows[k][j];
                    }
                }
            }
            double norm = Math.sqrt(dot(row, row));
            boolean depends = norm <= 1e-12 * before;
            for (int j = 0; j < row.length; j++) {
                row[j] = depends ? 0 : row[j] / norm;
            }
            rows[i] = row;
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
