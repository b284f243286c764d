package org.nec4j.step;

import java.util.List;

/**
 * Computes the batches of a step elsewhere, side by side: in other processes, on other machines, each with a {@link BatchWorker}. Who
 * trains sums up what they came to in the batches' order, as if it had computed them itself one after the other: the sums are the same
 * to the bit.
 */
public interface BatchWorkers {
    /**
     * What the batches of a step came to, in their order: batch i of them is number {@code step * batches + i} of the training.
     *
     * @param parameters all numbers that train, as they are now
     */
    List<BatchGradient> compute(long step, int batches, float[] parameters);
}
