package org.nec4j.step;

/**
 * l2 norms over all tensors of the network that train, the quantiles left out.
 *
 * @param gradient   of the gradient, before clipping
 * @param update     of what the step took from the parameters
 * @param parameters of the parameters after the step
 */
public record Norms(double gradient, double update, double parameters) {}
