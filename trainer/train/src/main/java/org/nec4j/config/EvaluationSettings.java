package org.nec4j.config;

/**
 * How a trained model is looked at.
 *
 * @param batchSize images embedded at a time
 */
public record EvaluationSettings(@Interval("[1, 65536]") int batchSize) {}
