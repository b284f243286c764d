package org.nec4j.config;

/**
 * Adam for the quantiles of the bottleneck, which follow the auxiliary loss alone.
 *
 * @param learningRate its peak; it follows the network's schedule
 * @param betas        decay of the moments
 * @param epsilon      added to the root of the second moment
 */
public record AuxiliarySettings(
        @Interval("(0, inf)") double learningRate,
        Betas betas,
        @Interval("(0, 1)") double epsilon) {}
