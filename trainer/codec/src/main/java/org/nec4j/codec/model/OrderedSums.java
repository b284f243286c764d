package org.nec4j.codec.model;

/**
 * Sums that every machine rounds alike: each is taken one product after another, many beside each other. What makes a JVM vectorize the loops
 * is that they run over whole arrays from index 0 on, every row being an array of its own; four rows at a time save it from storing sums in
 * between.
 */
final class OrderedSums {
    private static final int AT_ONCE = 4;

    private OrderedSums() {}

    /** sums[o] += factors[at + i] * rows[i][o], for i = 0, 1, 2, ... in this order. */
    static void add(float[] sums, float[] factors, int at, float[][] rows) {
        int i = 0;
        for (; i + AT_ONCE <= rows.length; i += AT_ONCE) {
            int f = at + i;
            add4(sums, rows, i, factors[f], factors[f + 1], factors[f + 2], factors[f + 3]);
        }
        for (; i < rows.length; i++) {
            add(sums, rows[i], factors[at + i]);
        }
    }

    private static void add4(float[] sums, float[][] rows, int i, float f0, float f1, float f2, float f3) {
        float[] row0 = rows[i];
        float[] row1 = rows[i + 1];
        float[] row2 = rows[i + 2];
        float[] row3 = rows[i + 3];
        for (int o = 0; o < sums.length; o++) {
            sums[o] = (((sums[o] + f0 * row0[o]) + f1 * row1[o]) + f2 * row2[o]) + f3 * row3[o];
        }
    }

    private static void add(float[] sums, float[] row, float factor) {
        for (int o = 0; o < sums.length; o++) {
            sums[o] += factor * row[o];
        }
    }

    /** The same in double. */
    static void add(double[] sums, double[] factors, int at, double[][] rows) {
        int i = 0;
        for (; i + AT_ONCE <= rows.length; i += AT_ONCE) {
            int f = at + i;
            add4(sums, rows, i, factors[f], factors[f + 1], factors[f + 2], factors[f + 3]);
        }
        for (; i < rows.length; i++) {
            add(sums, rows[i], factors[at + i]);
        }
    }

    private static void add4(double[] sums, double[][] rows, int i, double f0, double f1, double f2, double f3) {
        double[] row0 = rows[i];
        double[] row1 = rows[i + 1];
        double[] row2 = rows[i + 2];
        double[] row3 = rows[i + 3];
        for (int o = 0; o < sums.length; o++) {
            sums[o] = (((sums[o] + f0 * row0[o]) + f1 * row1[o]) + f2 * row2[o]) + f3 * row3[o];
        }
    }

    private static void add(double[] sums, double[] row, double factor) {
        for (int o = 0; o < sums.length; o++) {
            sums[o] += factor * row[o];
        }
    }
}
