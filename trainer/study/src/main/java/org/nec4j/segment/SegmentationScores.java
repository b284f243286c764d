package org.nec4j.segment;

import java.util.Arrays;
import org.nec4j.data.PixelLabels;

/**
 * Scores of predicted pixels.
 *
 * @param confusion [true class, predicted class], labelled pixels
 */
public record SegmentationScores(long[][] confusion) {
    /** No pixel yet. */
    public static SegmentationScores none(int classes) {
        return new SegmentationScores(new long[classes][classes]);
    }

    /** Compares predicted with true classes; pixels without a true class do not count. */
    public static SegmentationScores of(byte[] truth, byte[] predicted, int classes) {
        if (truth.length != predicted.length) {
            throw new IllegalArgumentException(predicted.length + " predictions for " + truth.length + " pixels");
        }
        long[][] confusion = new long[classes][classes];
        for (int i = 0; i < truth.length; i++) {
            if (truth[i] != PixelLabels.IGNORED) {
                confusion[truth[i] & 0xFF][predicted[i] & 0xFF]++;
            }
        }
        return new SegmentationScores(confusion);
    }

    /** Both together. */
    public SegmentationScores plus(SegmentationScores other) {
        long[][] sum = new long[confusion.length][confusion.length];
        for (int t = 0; t < sum.length; t++) {
            for (int p = 0; p < sum.length; p++) {
                sum[t][p] = confusion[t][p] + other.confusion[t][p];
            }
        }
        return new SegmentationScores(sum);
    }

    /** Labelled pixels. */
    public long pixels() {
        return Arrays.stream(confusion).flatMapToLong(Arrays::stream).sum();
    }

    /** Overall pixel accuracy: share of the labelled pixels whose class is found. */
    public double accuracy() {
        long right = 0;
        for (int c = 0; c < confusion.length; c++) {
            right += confusion[c][c];
        }
        return (double) right / pixels();
    }

    /** Intersection over union of each class; not a number for a class that is neither present nor predicted. */
    public double[] iou() {
        double[] iou = new double[confusion.length];
        for (int c = 0; c < iou.length; c++) {
            iou[c] = (double) confusion[c][c] / (present(c) + predicted(c) - confusion[c][c]);
        }
        return iou;
    }

    /**
     * Mean of the intersections over unions that are numbers: a class that is neither present nor predicted does not count, as
     * mmsegmentation and torchmetrics (MulticlassJaccardIndex, macro) have it; one that is predicted but absent counts as 0.
     */
    public double meanIou() {
        return Arrays.stream(iou()).filter(Double::isFinite).average().orElse(Double.NaN);
    }

    /** F1 of each class; not a number for a class that is neither present nor predicted. */
    public double[] f1() {
        double[] f1 = new double[confusion.length];
        for (int c = 0; c < f1.length; c++) {
            f1[c] = 2.0 * confusion[c][c] / (present(c) + predicted(c));
        }
        return f1;
    }

    private long present(int label) {
        return Arrays.stream(confusion[label]).sum();
    }

    private long predicted(int label) {
        return Arrays.stream(confusion).mapToLong(row -> row[label]).sum();
    }
}
