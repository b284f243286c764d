package org.nec4j.eval;

import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * Steps on things that lie in memory, a batch of them each: every epoch sees each thing once, but for those behind the last whole batch.
 *
 * @param items how many things there are
 * @param batch so many a step, or all where there are fewer
 * @param order in which an epoch sees them: {@code items} indexes, those behind the last whole batch left out
 */
public record Epochs(int items, int batch, IntFunction<int[]> order) {
    /** One step. */
    @FunctionalInterface
    public interface Step {
        /**
         * Takes the step.
         *
         * @param number from 0
         * @param chosen indexes of its things
         */
        void take(int number, int[] chosen);
    }

    public Epochs {
        batch = Math.min(batch, items);
    }

    /** Steps an epoch. */
    public int steps() {
        return items / batch;
    }

    /** Takes so many steps. */
    public void take(int steps, Step step) {
        int[] shuffled = new int[0];
        for (int number = 0; number < steps; number++) {
            int within = number % steps();
            if (within == 0) {
                shuffled = order.apply(number / steps());
            }
            step.take(number, Arrays.copyOfRange(shuffled, within * batch, (within + 1) * batch));
        }
    }
}
