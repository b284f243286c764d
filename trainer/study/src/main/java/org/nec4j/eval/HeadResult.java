package org.nec4j.eval;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * What a head reached on the test images.
 *
 * @param head     the head's name
 * @param scores   its score with each seed, 0 to 1
 * @param interval bootstrap interval of the mean score over test images, all seeds' scores of an image drawn together
 * @param classes  all scores by class, of the first seed; nothing for a head that gives no classes
 */
public record HeadResult(
        String head, List<Double> scores, ConfidenceInterval interval, Optional<ClassificationScores> classes) {
    private static final int RESAMPLES = 2000;
    private static final double CONFIDENCE = 0.95;

    /** Trains and scores the head once a seed, the seeds side by side. */
    public static HeadResult of(Head head, Splits splits, List<Long> seeds, Console console) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a head needs at least one seed");
        }
        String name = head.name(splits);
        List<Head.Answer> answers;
        try (Progress progress =
                console.progress("fitting the " + name + " head", (long) head.rounds() * seeds.size(), "rounds")) {
            AtomicInteger rounds = new AtomicInteger();
            answers = seeds.parallelStream()
                    .map(seed -> head.answer(splits, seed, () -> progress.at(rounds.incrementAndGet())))
                    .toList();
        }
        return of(name, answers, splits.test().labels(), splits.classes());
    }

    /**
     * What the answers of a head come to.
     *
     * @param answers one a seed
     * @param labels  class of each test image
     * @param classes number of classes
     */
    static HeadResult of(String head, List<Head.Answer> answers, int[] labels, int classes) {
        double[] mean = new double[labels.length];
        for (Head.Answer answer : answers) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += answer.values()[i] / answers.size();
            }
        }
        int[] predicted = answers.get(0).predicted();
        return new HeadResult(
                head,
                answers.stream()
                        .map(answer -> SummaryStatistics.mean(answer.values()))
                        .toList(),
                Bootstrap.meanInterval(mean, CONFIDENCE, RESAMPLES, 0),
                predicted.length == 0
                        ? Optional.empty()
                        : Optional.of(ClassificationScores.of(labels, predicted, classes)));
    }

    /** Mean over the seeds. */
    public double mean() {
        return SummaryStatistics.mean(scores);
    }

    /** Sample standard deviation over the seeds, 0 for one seed. */
    public double standardDeviation() {
        return SummaryStatistics.standardDeviation(scores);
    }
}
