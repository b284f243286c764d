package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.eval.SummaryStatistics;

/**
 * An entrant under a condition: its runs of all seeds, judged on the same images.
 *
 * @param points one a seed, at least one
 */
record SensingRow(String condition, String entrant, List<SensingPoint> points) {
    /** Of the normal distribution, 95 % between both signs of it. */
    private static final double QUANTILE = 1.959964;

    /**
     * A row beside another one of its condition, on the seeds that both have.
     *
     * @param one        the one
     * @param other      the other
     * @param pairs      their runs of equal seed, in the order of the seeds
     * @param difference of their accuracies, mean over the seeds, 0 to 1
     * @param interval   of that, 95 % over images that are drawn for both
     */
    record Beside(
            SensingRow one,
            SensingRow other,
            List<SensingPoint.Pair> pairs,
            double difference,
            ConfidenceInterval interval) {
        /** Whether every seed moves that way and most of them significantly. */
        boolean wins(int sign) {
            boolean always = pairs.stream().allMatch(pair -> sign * (pair.ours() - pair.theirs()) > 0);
            long significant =
                    pairs.stream().filter(SensingPoint.Pair::isSignificant).count();
            return always && 2 * significant > pairs.size();
        }
    }

    double accuracy() {
        return SummaryStatistics.mean(accuracies());
    }

    /** One a seed. */
    List<Double> accuracies() {
        return points.stream().map(point -> point.judgement().accuracy()).toList();
    }

    double squares() {
        return points.stream()
                .mapToDouble(point -> point.judgement().squares())
                .average()
                .orElseThrow();
    }

    int measurements() {
        return points.get(0).judgement().measurements();
    }

    int images() {
        return points.get(0).judgement().right().length;
    }

    /** Of the accuracy, 95 % over images. */
    ConfidenceInterval interval() {
        List<Double> right = new ArrayList<>();
        for (int i = 0; i < images(); i++) {
            double sum = 0;
            for (SensingPoint point : points) {
                sum += point.judgement().right()[i] ? 1 : 0;
            }
            right.add(sum / points.size());
        }
        return interval(right);
    }

    /** Beside another of the same condition; nothing without a seed in common. */
    Optional<Beside> against(SensingRow other) {
        List<SensingPoint.Pair> pairs = new ArrayList<>();
        double[] sums = new double[images()];
        for (SensingPoint mine : points) {
            for (SensingPoint its : other.points) {
                if (mine.seed() == its.seed()) {
                    pairs.add(mine.against(its));
                    for (int i = 0; i < sums.length; i++) {
                        sums[i] += (mine.judgement().right()[i] ? 1 : 0)
                                - (its.judgement().right()[i] ? 1 : 0);
                    }
                }
            }
        }
        if (pairs.isEmpty()) {
            return Optional.empty();
        }
        List<Double> differences = new ArrayList<>();
        for (double sum : sums) {
            differences.add(sum / pairs.size());
        }
        return Optional.of(new Beside(this, other, pairs, SummaryStatistics.mean(differences), interval(differences)));
    }

    private static ConfidenceInterval interval(List<Double> ofImages) {
        double mean = SummaryStatistics.mean(ofImages);
        double half = QUANTILE * SummaryStatistics.standardDeviation(ofImages) / Math.sqrt(ofImages.size());
        return new ConfidenceInterval(mean - half, mean + half);
    }
}
