package org.nec4j.eval;

import java.util.Arrays;

/**
 * Multinomial logistic regression with an L2 penalty, fitted to convergence.
 *
 * <p>Minimizes C * Σ_i -ln p(label_i | x_i) + ||W||² / 2, the intercepts unpenalized: the objective of scikit-learn's
 * LogisticRegression, divided here by C * n so that one tolerance serves every size and strength.
 */
final class LogisticRegression {
    /** Largest component of the mean loss's gradient, in coordinates where its curvature is about 1, at the end of a fit. */
    private static final double PRECISE = 1e-8;

    private static final double ROUGH = 1e-6;

    private static final int ITERATIONS = 2000;

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

    /**
     * Fits from these parameters on; the start changes only the time it takes.
     *
     * <p>The search runs over v = Lᵀ w with L Lᵀ = XᵀX / n + 4 / (C n): a quarter of that bounds the Hessian of every class (Boehning
     * and Lindsay, 1988), so that features however correlated take few steps.
     */
    LogisticRegression fit(double[][] rows, int[] labels, double c) {
        return fit(rows, labels, c, PRECISE);
    }

    /**
     * As {@link #fit(double[][], int[], double)}, in half the time and close enough to choose a strength by: on AID's 30 classes, for
     * every strength, as many val images are right.
     */
    LogisticRegression fitRoughly(double[][] rows, int[] labels, double c) {
        return fit(rows, labels, c, ROUGH);
    }

    private LogisticRegression fit(double[][] rows, int[] labels, double c, double tolerance) {
        double penalty = 1 / (c * rows.length);
        Cholesky root = Cholesky.ofSecondMoments(rows, 4 * penalty);
        double[][] conditioned = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
        for (double[] row : conditioned) {
            root.solve(row, 1);
        }
        double[] start = parameters.clone();
        root.multiplyTransposed(start, classes);
        LogisticLoss sum = new LogisticLoss(conditioned, labels, classes);
        Lbfgs.Minimum minimum = Lbfgs.minimize(
                (v, gradient) -> loss(sum, rows.length, root, penalty, v, gradient), start, tolerance, ITERATIONS);
        double[] found = minimum.x();
        root.solveTransposed(found, classes);
        return new LogisticRegression(dim, classes, found);
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
        LogisticLoss.softmax(p);
        return p;
    }

    /** The mean of the summed loss over n rows, with the penalty: squares of the weights L⁻ᵀ x. */
    private double loss(LogisticLoss sum, int n, Cholesky root, double penalty, double[] x, double[] gradient) {
        double loss = sum.evaluate(x, gradient);
        double[] weights = x.clone();
        root.solveTransposed(weights, classes);
        double squares = 0;
        for (int j = 0; j < dim * classes; j++) {
            squares += weights[j] * weights[j];
        }
        root.solve(weights, classes);
        for (int j = 0; j < x.length; j++) {
            gradient[j] = gradient[j] / n + (j < dim * classes ? penalty * weights[j] : 0);
        }
        return loss / n + penalty * squares / 2;
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
}
