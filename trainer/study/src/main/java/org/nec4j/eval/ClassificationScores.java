package org.nec4j.eval;

import java.util.Arrays;
import org.nd4j.evaluation.classification.Evaluation;

/**
 * Scores of predicted classes, by DL4J's {@link Evaluation}.
 *
 * @param accuracy  share of images whose class was predicted, 0 to 1
 * @param f1        F1 of each class; 0 for a class that was neither present nor predicted
 * @param confusion [true class, predicted class], counts
 */
public record ClassificationScores(double accuracy, double[] f1, int[][] confusion) {
    /** Compares the predicted with the true classes. */
    public static ClassificationScores of(int[] truth, int[] predicted, int classes) {
        if (truth.length != predicted.length || truth.length == 0) {
            throw new IllegalArgumentException(predicted.length + " predictions for " + truth.length + " images");
        }
        Evaluation evaluation = new Evaluation(classes);
        for (int i = 0; i < truth.length; i++) {
            evaluation.eval(predicted[i], truth[i]);
        }
        double[] f1 = new double[classes];
        int[][] confusion = new int[classes][classes];
        for (int c = 0; c < classes; c++) {
            f1[c] = evaluation.f1(c);
            for (int p = 0; p < classes; p++) {
                confusion[c][p] = evaluation.getConfusion().getCount(c, p);
            }
        }
        return new ClassificationScores(evaluation.accuracy(), f1, confusion);
    }

    /** Mean of F1 over the classes. */
    public double macroF1() {
        return Arrays.stream(f1).average().orElse(0);
    }
}
