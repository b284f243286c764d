package org.nec4j.step;

import org.nec4j.data.Batches;
import org.nec4j.data.Prefetcher;
import org.nec4j.objective.StepInputs;

/** Makes inputs for {@link SharedSteps}: batches that are prepared ahead, what is random about a step, and a network's trunk. */
public final class NetworkInputs implements SharedSteps.Maker {
    private final Network network;
    private final StepSource source;
    private final Batches batches;
    private final int threads;
    private Prefetcher ahead;
    private long next;

    /**
     * Of these.
     *
     * @param first   the number of the first batch
     * @param threads that prepare batches
     */
    public NetworkInputs(Network network, StepSource source, Batches batches, long first, int threads) {
        this.network = network;
        this.source = source;
        this.batches = batches;
        this.threads = threads;
        this.ahead = from(first);
    }

    @Override
    public StepInputs make(long batch) {
        if (batch != next) {
            // Only trainings that had done more before are left.
            ahead.close();
            ahead = from(batch);
        }
        next++;
        return network.embedded(source.of(ahead.next()));
    }

    @Override
    public void close() {
        ahead.close();
    }

    private Prefetcher from(long first) {
        next = first;
        return new Prefetcher(batches, first, Long.MAX_VALUE, threads, threads + 2);
    }
}
