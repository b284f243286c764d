package org.nec4j.config;

/**
 * AdamW (Loshchilov and Hutter, arXiv 1711.05101) for everything but the quantiles.
 *
 * @param learningRate its peak
 * @param betas        decay of the moments
 * @param weightDecay  share of a weight that a step at learning rate 1 takes away
 * @param epsilon      added to the root of the second moment
 */
public record OptimizerSettings(
        @Interval("(0, inf)") double learningRate,
        Betas betas,
        @Interval("[0, inf)") double weightDecay,
        @Interval("(0, 1)") double epsilon) {}
