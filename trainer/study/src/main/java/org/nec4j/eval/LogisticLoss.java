package org.nec4j.eval;

import java.util.Arrays;

/**
 * The summed loss of a multinomial logistic regression on n rows, and its gradient.
 *
 * <p>Both products run along whole rows or whole columns, four of them at a time, in a fixed order: loops over the classes, of which
 * there may be seven, would be mostly tails.
 */
final class LogisticLoss {
    private final double[][] rows; // [n, dim]
    private final double[][] columns; // [dim, n]
    private final int[] labels;
    private final double[][] weights; // [classes, dim]
    private final double[][] p; // [classes, n]

    LogisticLoss(double[][] rows, int[] labels, int classes) {
        int dim = rows[0].length;
        this.rows = rows;
        this.columns = new double[dim][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int d = 0; d < dim; d++) {
                columns[d][i] = rows[i][d];
            }
        }
        this.labels = labels;
        this.weights = new double[classes][dim];
        this.p = new double[classes][rows.length];
    }

    /** Returns Σ_i -ln p(label_i | x_i) and overwrites its gradient; x and gradient are [dim + 1, classes], intercepts last. */
    double evaluate(double[] x, double[] gradient) {
        int classes = p.length;
        int dim = columns.length;
        for (int c = 0; c < classes; c++) {
            for (int d = 0; d < dim; d++) {
                weights[c][d] = x[d * classes + c];
            }
            Arrays.fill(p[c], x[dim * classes + c]);
            addAll(p[c], weights[c], columns);
        }
        double loss = errors();
        for (int c = 0; c < classes; c++) {
            double[] sums = weights[c];
            Arrays.fill(sums, 0);
            addAll(sums, p[c], rows);
            for (int d = 0; d < dim; d++) {
                gradient[d * classes + c] = sums[d];
            }
            gradient[dim * classes + c] = Arrays.stream(p[c]).sum();
        }
        return loss;
    }

    /** Logits become probabilities, less 1 for the class that is right; returns the loss. */
    private double errors() {
        double[] row = new double[p.length];
        double loss = 0;
        for (int i = 0; i < rows.length; i++) {
            for (int c = 0; c < row.length; c++) {
                row[c] = p[c][i];
            }
            double correct = row[labels[i]];
            loss += softmax(row) - correct;
            row[labels[i]] -= 1;
            for (int c = 0; c < row.length; c++) {
                p[c][i] = row[c];
            }
        }
        return loss;
    }

    /** Turns logits into probabilities in place and returns the logarithm of the sum of their exponentials. */
    static double softmax(double[] logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            largest = Math.max(largest, logit);
        }
        double sum = 0;
        for (int c = 0; c < logits.length; c++) {
            logits[c] = Math.exp(logits[c] - largest);
            sum += logits[c];
        }
        for (int c = 0; c < logits.length; c++) {
            logits[c] /= sum;
        }
        return largest + Math.log(sum);
    }

    /** sum += Σ_k factors[k] * vectors[k]. */
    private static void addAll(double[] sum, double[] factors, double[][] vectors) {
        int k = 0;
        for (; k + 4 <= vectors.length; k += 4) {
            addFour(sum, factors, vectors, k);
        }
        for (; k < vectors.length; k++) {
            double factor = factors[k];
            double[] vector = vectors[k];
            for (int i = 0; i < sum.length; i++) {
                sum[i] += factor * vector[i];
            }
        }
    }

    private static void addFour(double[] sum, double[] factors, double[][] vectors, int k) {
        double f0 = factors[k];
        double f1 = factors[k + 1];
        double f2 = factors[k + 2];
        double f3 = factors[k + 3];
        double[] v0 = vectors[k];
        double[] v1 = vectors[k + 1];
        double[] v2 = vectors[k + 2];
        double[] v3 = vectors[k + 3];
        for (int i = 0; i < sum.length; i++) {
            sum[i] += f0 * v0[i] + f1 * v1[i] + f2 * v2[i] + f3 * v3[i];
        }
    }
}
