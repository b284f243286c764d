package org.nec4j.config;

import java.util.List;

/**
 * How embeddings are judged: a head on frozen embeddings, fitted on some splits and measured on others.
 *
 * @param fitSplits        splits the head is fitted on
 * @param validationSplits splits that choose the head's l2 penalty; it is fitted once more on both kinds after the choice
 * @param testSplits       splits that are measured
 * @param pooling          how the tokens of an image become one vector
 * @param standardize      whether features are brought to mean 0 and deviation 1 on the fitting images
 * @param l2               penalties of the linear head to choose from
 * @param maxIterations    longest fit of the linear head
 * @param seeds            one fit each; the mean is reported
 * @param batchSize        images embedded at a time
 */
public record EvaluationSettings(
        List<String> fitSplits,
        List<String> validationSplits,
        List<String> testSplits,
        Pooling pooling,
        boolean standardize,
        @Interval("[0, inf)") List<Double> l2,
        @Interval("[1, 100000]") int maxIterations,
        List<Long> seeds,
        @Interval("[1, 65536]") int batchSize) {

    /** Ways from tokens to one vector. */
    public enum Pooling {
        /** The mean of the patch tokens. */
        PATCH_MEAN,
        /** The class token. */
        CLASS_TOKEN
    }

    public EvaluationSettings {
        Violations wrong = new Violations();
        wrong.unless(!fitSplits.isEmpty(), "fit-splits", "is empty; name at least one split");
        wrong.unless(!testSplits.isEmpty(), "test-splits", "is empty; name at least one split");
        wrong.unless(!l2.isEmpty(), "l2", "is empty; give at least one penalty");
        wrong.unless(
                l2.size() <= 1 || !validationSplits.isEmpty(),
                "validation-splits",
                "is empty, so nothing can choose among " + l2.size() + " penalties");
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; give at least one");
        wrong.report();
    }
}
