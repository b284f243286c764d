package org.nec4j.train;

/**
 * What a step minimises, L = lambda * D + R; without an entropy model there is no R.
 *
 * @param lambda           weight of the distortion D
 * @param maskRatio        share of the patches that the encoder does not see
 * @param normalizedPixels whether D compares patches standardised one by one
 * @param bitsPerImage     whether R is the mean over the batch's images, else their sum as in the reference
 */
public record Objective(double lambda, double maskRatio, boolean normalizedPixels, boolean bitsPerImage) {}
