package org.nec4j.train;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.nec4j.data.Batches;
import org.nec4j.data.Prefetcher;
import org.nec4j.step.BatchWorkers;
import org.nec4j.step.Network;
import org.nec4j.step.NetworkInputs;
import org.nec4j.step.Optimizer;
import org.nec4j.step.SharedSteps;
import org.nec4j.step.StepSource;
import org.nec4j.step.Stepper;

/** Brings a loop to its end, wherever the batches of its steps are made: here, among other trainings, or elsewhere. */
final class TrainingDrive {
    private final TrainingLoop loop;
    private final List<TrainingListener> listeners;
    private final Network network;
    private final Optimizer optimizer;
    private final Stepper stepper;
    private final int accumulate;

    /**
     * The drive of a loop that has not begun.
     *
     * @param accumulate batches a step
     */
    TrainingDrive(
            TrainingLoop loop,
            List<TrainingListener> listeners,
            Network network,
            Optimizer optimizer,
            Stepper stepper,
            int accumulate) {
        this.loop = loop;
        this.listeners = listeners;
        this.network = network;
        this.optimizer = optimizer;
        this.stepper = stepper;
        this.accumulate = accumulate;
    }

    /** Batches are computed by others, to the same bits. */
    Ending elsewhere(BatchWorkers workers) {
        return run(step -> stepper.step(step, accumulate, workers));
    }

    /** So many threads read batches ahead, up to those of the last step. */
    Ending here(Batches batches, StepSource source, long steps, int threads) {
        try (Prefetcher ahead =
                new Prefetcher(batches, loop.updates() * accumulate, steps * accumulate, threads, threads + 2)) {
            return run(step -> stepper.step(step, accumulate, () -> source.of(ahead.next())));
        }
    }

    /** The first of several trainings that asks for a batch makes it for all of them. */
    Ending amongOthers(SharedSteps.Seat seat, Batches batches, StepSource source, int threads) {
        Map<String, float[]> frozen = network.frozen();
        AtomicLong next = new AtomicLong(loop.updates() * accumulate);
        return run(step -> stepper.step(step, accumulate, () -> {
            long batch = next.getAndIncrement();
            return seat.next(batch, frozen, () -> new NetworkInputs(network, source, batches, batch, threads));
        }));
    }

    private Ending run(LongFunction<Stepper.Outcome> one) {
        Moment.Begin begin = new Moment.Begin(loop, network.graph(), optimizer.trainable());
        listeners.forEach(listener -> listener.begin(begin));
        Ending ending = loop.run(one);
        listeners.forEach(listener -> listener.end(ending));
        return ending;
    }
}
