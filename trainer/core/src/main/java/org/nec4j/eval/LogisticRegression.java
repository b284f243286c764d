package org.nec4j.eval;

import java.util.stream.IntStream;

/**
 * Multinomial logistic regression with an L2 penalty, fitted to convergence.
 *
 * <p>Minimises C * Σ_i -ln p(label_i | x_i) + ||W||² / 2, the intercepts unpenalised: the objective of scikit-learn's
 * LogisticRegression, divided here by C * n so that one tolerance serves every size and strength.
 */
final class LogisticRegression {
    private static final double GRADIENT_TOLERANCE = 1e-7; // of the mean loss, for features of variance 1
    private static final int ITERATIONS = 2000;
    private static final int CHUNKS = 8; // fixed, so that sums do not depend on the number of threads

    private final int dim;
    private final int classes;
    private final double[] parameters; // [dim + 1, classes], the last row holds the intercepts

    private LogisticRegression(int dim, int classes, double[] parameters) {
        this.dim = dim;
        this.classes = classes;
        this.parameters = parameters;
    }

    /** The model before any fit, which gives every class the same probability. */
    static LogisticRegression uniform(int dim, int classes) {
        return new LogisticRegression(dim, classes, new double[(dim + 1) * classes]);
    }

    /** Fits from these parameters on; the start changes only the time it takes. */
    LogisticRegression fit(double[][] rows, int[] labels, double c) {
        double penalty = 1 / (c * rows.length);
        Lbfgs.Minimum minimum = Lbfgs.minimise(
                (x, gradient) -> loss(rows, labels, penalty, x, gradient), parameters, GRADIENT_TOLERANCE, ITERATIONS);
        return new LogisticRegression(dim, classes, minimum.x());
    }

    /** The most probable class of every row, the lowest on a tie. */
    int[] predict(double[][] rows) {
        int[] predicted = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            double[] p = probabilities(rows[i]);
            for (int c = 1; c < classes; c++) {
                if (p[c] > p[predicted[i]]) {
                    predicted[i] = c;
                }
            }
        }
        return predicted;
    }

    /** The probability of every class. */
    double[] probabilities(double[] row) {
        double[] p = new double[classes];
        logits(row, parameters, p);
        softmax(p);
        return p;
    }

    private double loss(double[][] rows, int[] labels, double penalty, double[] x, double[] gradient) {
        double[][] gradients = new double[CHUNKS][x.length];
        double[] losses = IntStream.range(0, CHUNKS)
                .parallel()
                .mapToDouble(k -> chunkLoss(
                        rows, labels, rows.length * k / CHUNKS, rows.length * (k + 1) / CHUNKS, x, gradients[k]))
                .toArray();
        double loss = 0;
        for (double part : losses) {
            loss += part / rows.length;
        }
        for (int j = 0; j < x.length; j++) {
            double sum = 0;
            for (double[] part : gradients) {
                sum += part[j];
            }
            gradient[j] = sum / rows.length;
            if (j < dim * classes) {
                gradient[j] += penalty * x[j];
                loss += penalty * x[j] * x[j] / 2;
            }
        }
        return loss;
    }

    private double chunkLoss(double[][] rows, int[] labels, int from, int to, double[] x, double[] gradient) {
        double[] p = new double[classes];
        double loss = 0;
        for (int i = from; i < to; i++) {
            double[] row = rows[i];
            logits(row, x, p);
            double correct = p[labels[i]];
            loss += softmax(p) - correct;
            p[labels[i]] -= 1;
            for (int d = 0; d < dim; d++) {
                double value = row[d];
                int at = d * classes;
                for (int c = 0; c < classes; c++) {
                    gradient[at + c] += value * p[c];
                }
            }
            for (int c = 0; c < classes; c++) {
                gradient[dim * classes + c] += p[c];
            }
        }
        return loss;
    }

    private void logits(double[] row, double[] x, double[] logits) {
        System.arraycopy(x, dim * classes, logits, 0, classes);
        for (int d = 0; d < dim; d++) {
            double value = row[d];
            int at = d * classes;
            for (int c = 0; c < classes; c++) {
                logits[c] += value * x[at + c];
            }
        }
    }

    /** Turns logits into probabilities in place and returns the logarithm of the sum of their exponentials. */
    private static double softmax(double[] logits) {
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
}
