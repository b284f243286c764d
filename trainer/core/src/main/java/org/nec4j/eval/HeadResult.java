package org.nec4j.eval;

import java.util.List;

/**
 * What a head reached on the test images.
 *
 * @param head       the head's name
 * @param accuracies test accuracy of each seed, 0 to 1
 * @param interval   bootstrap interval of the mean accuracy over test images, all seeds' predictions of an image drawn together
 * @param scores     all scores of the first seed
 */
public record HeadResult(String head, List<Double> accuracies, Interval interval, ClassificationScores scores) {
    private static final int RESAMPLES = 2000;
    private static final double CONFIDENCE = 0.95;

    /** Trains and scores the head once a seed, the seeds side by side. */
    public static HeadResult of(Head head, Splits splits, List<Long> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a head needs at least one seed");
        }
        int[] truth = splits.test().labels();
        List<int[]> predictions =
                seeds.parallelStream().map(seed -> head.predict(splits, seed)).toList();
        List<ClassificationScores> scores = predictions.stream()
                .map(predicted -> ClassificationScores.of(truth, predicted, splits.classes()))
                .toList();
        double[] correct = new double[truth.length];
        for (int[] predicted : predictions) {
            for (int i = 0; i < truth.length; i++) {
                correct[i] += predicted[i] == truth[i] ? 1.0 / seeds.size() : 0;
            }
        }
        return new HeadResult(
                head.name(),
                scores.stream().map(ClassificationScores::accuracy).toList(),
                Bootstrap.meanInterval(correct, CONFIDENCE, RESAMPLES, 0),
                scores.get(0));
    }

    /** Mean over the seeds. */
    public double mean() {
        return Statistics.mean(accuracies);
    }

    /** Sample standard deviation over the seeds, 0 for one seed. */
    public double standardDeviation() {
        return Statistics.standardDeviation(accuracies);
    }
}
