package org.nec4j.step;

import org.nec4j.objective.Measured;

/**
 * What one batch of a step came to.
 *
 * @param measured its losses
 * @param gradient of every number that trains, in the order of {@link BatchWorkers}' parameters
 */
public record BatchGradient(Measured measured, float[] gradient) {}
