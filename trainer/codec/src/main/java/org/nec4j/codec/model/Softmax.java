package org.nec4j.codec.model;

import org.nec4j.codec.entropy.RoundedExp;

/** Shares of attention in strict arithmetic: powers rounded to float32, their sum in double and in order, shares rounded again. */
final class Softmax {
    private static final int AT_ONCE = 4;

    private Softmax() {}

    /** Each row of scores [rows, columns] in place. */
    static void ofRows(float[] scores, int columns) {
        int rows = columns == 0 ? 0 : scores.length / columns;
        for (int row = 0; row < rows; row++) {
            powers(scores, row * columns, columns);
        }
        int row = 0;
        for (; row + AT_ONCE <= rows; row += AT_ONCE) {
            share4(scores, row * columns, columns);
        }
        for (; row < rows; row++) {
            double sum = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                sum += scores[i];
            }
            divide(scores, row * columns, columns, sum);
        }
    }

    private static void powers(float[] scores, int at, int columns) {
        // Not Math.max, which takes its time with zeros of both signs and NaN: neither makes a difference here.
        float max = Float.NEGATIVE_INFINITY;
        for (int i = at; i < at + columns; i++) {
            if (scores[i] > max) {
                max = scores[i];
            }
        }
        for (int i = at; i < at + columns; i++) {
            scores[i] = RoundedExp.of((double) scores[i] - max);
        }
    }

    /** Four rows beside each other: a sum waits for its last addend, four do not wait for each other. */
    private static void share4(float[] scores, int at, int columns) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        for (int i = at; i < at + columns; i++) {
            sum0 += scores[i];
            sum1 += scores[i + columns];
            sum2 += scores[i + 2 * columns];
            sum3 += scores[i + 3 * columns];
        }
        divide(scores, at, columns, sum0);
        divide(scores, at + columns, columns, sum1);
        divide(scores, at + 2 * columns, columns, sum2);
        divide(scores, at + 3 * columns, columns, sum3);
    }

    private static void divide(float[] scores, int at, int columns, double sum) {
        for (int i = at; i < at + columns; i++) {
            scores[i] = (float) (scores[i] / sum);
        }
    }
}
