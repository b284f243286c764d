package org.nec4j.transform;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.nec4j.codec.error.UserException;

/**
 * Eigenvectors of a symmetric matrix: in Java, so that they are the same on every processor, and checked before anything rests on them.
 *
 * @param values [n], descending
 * @param rows   [n, n], one orthonormal vector a row
 */
record Eigenvectors(double[] values, double[][] rows) {
    /** Rounding leaves some 1e-14 for a thousand dimensions. */
    private static final double TOLERANCE = 1e-10;

    /**
     * Of a symmetric matrix [n, n].
     *
     * @throws UserException if the matrix holds a number that is not finite
     * @throws IllegalStateException if the vectors that were found are none
     */
    static Eigenvectors of(double[][] matrix) {
        if (!Arrays.stream(matrix).flatMapToDouble(Arrays::stream).allMatch(Double::isFinite)) {
            throw new UserException(
                    "the covariance of the embeddings is not finite: the model gives NaN or infinity for some"
                            + " training image; check its weights and the normalization of pixels (data.mean, data.std)");
        }
        try {
            EigenDecompositionSymmetric solved =
                    new EigenDecompositionSymmetric(new Array2DRowRealMatrix(matrix, false));
            Eigenvectors found =
                    new Eigenvectors(solved.getEigenvalues(), solved.getVT().getData());
            found.check(matrix);
            return found;
        } catch (MathRuntimeException e) {
            throw new IllegalStateException("a matrix of " + matrix.length + " dimensions has no eigenvectors", e);
        }
    }

    /** Every vector v with value w has A v = w v, and the vectors are orthonormal, both up to rounding. */
    void check(double[][] matrix) {
        int n = matrix.length;
        double largest = Arrays.stream(values).map(Math::abs).max().orElse(0);
        double off = IntStream.range(0, n)
                .parallel()
                .mapToDouble(k -> Math.max(residual(matrix, k) / Math.max(largest, Double.MIN_NORMAL), skew(k)))
                .max()
                .orElse(0);
        if (!(off <= TOLERANCE)) {
            throw new IllegalStateException(String.format(
                    Locale.ROOT, "the eigenvectors of a matrix of %d dimensions are wrong by %.0e", n, off));
        }
    }

    private double residual(double[][] matrix, int k) {
        double largest = 0;
        for (int i = 0; i < matrix.length; i++) {
            largest = larger(largest, dot(matrix[i], rows[k]) - values[k] * rows[k][i]);
        }
        return largest;
    }

    private double skew(int k) {
        double largest = 0;
        for (int l = 0; l <= k; l++) {
            largest = larger(largest, dot(rows[k], rows[l]) - (k == l ? 1 : 0));
        }
        return largest;
    }

    private static double larger(double largest, double error) {
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : Math.max(largest, Math.abs(error));
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
