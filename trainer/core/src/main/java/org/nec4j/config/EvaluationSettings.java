package org.nec4j.config;

import java.util.List;

/**
 * How embeddings are judged: a head on frozen embeddings learns from train, chooses its settings on val and is scored on test.
 *
 * @param pooling   how the tokens of an image become one vector
 * @param strengths inverse l2 penalties (C) of the linear head to choose from, ascending
 * @param share     share of each class's train and val images that a seed draws
 * @param seeds     one fit each; the mean is reported
 * @param batchSize images embedded at a time
 */
public record EvaluationSettings(
        Pooling pooling,
        @Interval("(0, inf)") List<Double> strengths,
        @Interval("(0, 1]") double share,
        List<Long> seeds,
        @Interval("[1, 65536]") int batchSize) {

    /** Ways from tokens to one vector. */
    public enum Pooling {
        /** The mean of the patch tokens. */
        PATCHES,
        /** The class token. */
        FIRST,
        /** Both, side by side. */
        PATCHES_AND_CLS
    }

    public EvaluationSettings {
        Violations wrong = new Violations();
        wrong.unless(!strengths.isEmpty(), "strengths", "is empty; give at least one");
        wrong.unless(strengths.stream().sorted().toList().equals(strengths), "strengths", "must ascend");
        wrong.unless(!seeds.isEmpty(), "seeds", "is empty; give at least one");
        wrong.report();
    }
}
