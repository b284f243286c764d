/**
 * What training minimizes: the loss and its terms, what hangs behind the embedding to measure them, and what a step's batch must
 * bring. The loss of every kind of training is one method, {@link org.nec4j.objective.Objective#loss}.
 */
package org.nec4j.objective;
