package org.nec4j.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.nec4j.eval.Bootstrap;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.reid.ReidResult;

/**
 * A code of a study, once a seed.
 *
 * @param line    of the figure that it is on
 * @param name    its own
 * @param results one a seed, on the same queries
 */
record ReidPoint(String line, String name, List<ReidResult> results) {
    private static final int RESAMPLES = 2000;

    /** Average precision of every query, mean over the seeds. */
    double[] precision() {
        double[] mean = new double[results.get(0).scores().queries()];
        for (ReidResult result : results) {
            for (int q = 0; q < mean.length; q++) {
                mean[q] += result.scores().precision()[q] / results.size();
            }
        }
        return mean;
    }

    double map() {
        return mean(result -> result.scores().meanAveragePrecision());
    }

    double cmc(int rank) {
        return mean(result -> result.scores().cmc(rank));
    }

    private double mean(ToDoubleFunction<ReidResult> score) {
        return results.stream().mapToDouble(score).average().orElseThrow();
    }

    ReidResult first() {
        return results.get(0);
    }

    /** 95 % over queries. */
    ConfidenceInterval interval() {
        return Bootstrap.meanInterval(precision(), 0.95, RESAMPLES, 0);
    }

    /** What another has more in mean average precision, 95 % over queries that are drawn for both. */
    ConfidenceInterval lossTo(ReidPoint other) {
        double[] mine = precision();
        double[] its = other.precision();
        List<Double> differences = new ArrayList<>();
        for (int q = 0; q < mine.length; q++) {
            differences.add(its[q] - mine[q]);
        }
        return Bootstrap.meanInterval(differences.stream().mapToDouble(d -> d).toArray(), 0.95, RESAMPLES, 0);
    }
}
