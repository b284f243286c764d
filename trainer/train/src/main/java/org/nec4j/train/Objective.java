package org.nec4j.train;

/**
 * What a step minimises, L = lambda * D + R; without an entropy model there is no R.
 *
 * @param lambda           weight of the distortion D
 * @param maskRatio        share of the patches that the encoder does not see
 * @param normalizedPixels whether D compares patches standardised one by one
 */
public record Objective(double lambda, double maskRatio, boolean normalizedPixels) {}
