package org.nec4j.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A few rows of a logistic regression, laid out so that every inner loop runs over many neighbouring numbers, which HotSpot turns
 * into vectors without changing a bit: over rows for logits, over features for gradients.
 */
final class LogisticBlock {
    private static final int ROWS = 64;

    private final int count;
    private final int dim;
    private final int classes;
    private final double[] byRow; // [count, dim]
    private final double[] byFeature; // [dim, count]
    private final int[] labels; // [count]

    private LogisticBlock(double[][] rows, int[] labels, int classes) {
        this.count = rows.length;
        this.dim = rows[0].length;
        this.classes = classes;
        this.labels = labels;
        byRow = new double[count * dim];
        byFeature = new double[dim * count];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[i], 0, byRow, i * dim, dim);
            for (int d = 0; d < dim; d++) {
                byFeature[d * count + i] = rows[i][d];
            }
        }
    }

    /** All rows, cut into blocks of a size of their own, so that sums over blocks have one order on every machine. */
    static List<LogisticBlock> cut(double[][] rows, int[] labels, int classes) {
        List<LogisticBlock> blocks = new ArrayList<>();
        for (int first = 0; first < rows.length; first += ROWS) {
            int end = Math.min(rows.length, first + ROWS);
            blocks.add(new LogisticBlock(
                    Arrays.copyOfRange(rows, first, end), Arrays.copyOfRange(labels, first, end), classes));
        }
        return blocks;
    }

    /** Σ -ln p(label | row) over the block's rows, and its gradient. */
    record Loss(double value, double[] gradient) {}

    /** The loss at parameters x [dim + 1, classes], the last row the intercepts. */
    Loss at(double[] x) {
        double[] p = logits(x);
        double value = 0;
        for (int i = 0; i < count; i++) {
            double chosen = p[labels[i] * count + i];
            value += softmax(p, i) - chosen;
            p[labels[i] * count + i] -= 1;
        }
        return new Loss(value, gradient(p));
    }

    /** [classes, count]. */
    private double[] logits(double[] x) {
        double[] logits = new double[classes * count];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(logits, c * count, (c + 1) * count, x[dim * classes + c]);
        }
        for (int d = 0; d < dim; d++) {
            for (int c = 0; c < classes; c++) {
                add(x[d * classes + c], byFeature, d * count, logits, c * count, count);
            }
        }
        return logits;
    }

    /** [dim + 1, classes] from the gradient of the logits [classes, count]. */
    private double[] gradient(double[] dLogits) {
        double[] gradient = new double[(dim + 1) * classes];
        double[] ofClass = new double[dim];
        for (int c = 0; c < classes; c++) {
            Arrays.fill(ofClass, 0);
            double intercept = 0;
            for (int i = 0; i < count; i++) {
                add(dLogits[c * count + i], byRow, i * dim, ofClass, 0, dim);
                intercept += dLogits[c * count + i];
            }
            for (int d = 0; d < dim; d++) {
                gradient[d * classes + c] = ofClass[d];
            }
            gradient[dim * classes + c] = intercept;
        }
        return gradient;
    }

    /** Turns the logits of row i into probabilities and returns the logarithm of the sum of their exponentials. */
    private double softmax(double[] p, int i) {
        double largest = Double.NEGATIVE_INFINITY;
        for (int at = i; at < p.length; at += count) {
            largest = Math.max(largest, p[at]);
        }
        double sum = 0;
        for (int at = i; at < p.length; at += count) {
            p[at] = Math.exp(p[at] - largest);
            sum += p[at];
        }
        for (int at = i; at < p.length; at += count) {
            p[at] /= sum;
        }
        return largest + Math.log(sum);
    }

    private static void add(double factor, double[] x, int xAt, double[] y, int yAt, int n) {
        for (int i = 0; i < n; i++) {
            y[yAt + i] += factor * x[xAt + i];
        }
    }
}
