package org.nec4j.nn;

import org.nd4j.linalg.learning.config.IUpdater;

/**
 * How one tensor trains.
 *
 * @param updater     DL4J's rule that turns its gradient into an update
 * @param weightDecay decoupled weight decay (Loshchilov and Hutter, arXiv 1711.05101): the update grows by learning rate *
 *                    this * parameter
 */
public record ParameterSetting(IUpdater updater, double weightDecay) {}
