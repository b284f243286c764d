package org.nec4j.codec.model;

import org.nec4j.codec.error.UserException;

/**
 * A matrix [m, n] by the numbers that it has in each column. Products are float32: every sum begins at 0 and takes its products one by one, column
 * after column, each product and each sum rounded, nothing fused, so that every machine gets the same bits.
 *
 * @param height m
 * @param starts [n + 1], where the numbers of each column begin, and where those of the last end
 * @param rows   of each number, rising within a column
 * @param values of each number
 */
@SuppressWarnings("ArrayRecordComponent") // of one codec, compared by nobody
public record SparseMatrix(int height, int[] starts, int[] rows, float[] values) {
    /** Refuses what is no such matrix. */
    public SparseMatrix {
        if (starts.length < 2
                || starts[0] != 0
                || starts[starts.length - 1] != rows.length
                || rows.length != values.length) {
            throw new UserException(
                    "a sparse matrix of " + (starts.length - 1) + " columns has " + rows.length + " rows of numbers, "
                            + values.length + " numbers and columns that do not begin at 0 and end behind the last");
        }
        for (int j = 0; j + 1 < starts.length; j++) {
            if (starts[j + 1] < starts[j]) {
                throw new UserException("column " + j + " of a sparse matrix ends before it begins");
            }
            for (int at = starts[j]; at < Math.min(starts[j + 1], rows.length); at++) {
                if (rows[at] < (at == starts[j] ? 0 : rows[at - 1] + 1) || rows[at] >= height) {
                    throw new UserException("column " + j + " of a sparse matrix names row " + rows[at] + " of "
                            + height + ", or not in rising order");
                }
                if (!Float.isFinite(values[at])) {
                    throw new UserException(
                            "row " + rows[at] + ", column " + j + " of a sparse matrix is " + values[at]);
                }
            }
        }
    }

    /** The numbers of a dense matrix [m, n] where another of that shape is not 0. */
    public static SparseMatrix of(float[] dense, float[] support, int m) {
        int n = dense.length / m;
        int count = 0;
        for (float one : support) {
            count += one != 0 ? 1 : 0;
        }
        int[] starts = new int[n + 1];
        int[] rows = new int[count];
        float[] values = new float[count];
        int at = 0;
        for (int j = 0; j < n; j++) {
            starts[j] = at;
            for (int k = 0; k < m; k++) {
                if (support[k * n + j] != 0) {
                    rows[at] = k;
                    values[at++] = dense[k * n + j];
                }
            }
        }
        starts[n] = at;
        return new SparseMatrix(m, starts, rows, values);
    }

    /** n. */
    public int width() {
        return starts.length - 1;
    }

    /** y[at..at + m) += A x; x [n]. */
    public void addProduct(float[] x, float[] y, int at) {
        for (int j = 0; j < x.length; j++) {
            float factor = x[j];
            int end = starts[j + 1];
            for (int i = starts[j]; i < end; i++) {
                y[at + rows[i]] += values[i] * factor;
            }
        }
    }
}
