package org.nec4j.step;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;
import org.nec4j.objective.StepInputs;

/**
 * Inputs of steps that several trainings of one process share: images, masks, noise and what the frozen trunk makes of them are computed
 * once for all. Each training has a seat and a thread, and one works at a time, so that kernels have all threads for themselves; nobody
 * begins a batch before everybody else has done with the one before. One that has done more of its steps already waits for the others.
 */
public final class SharedSteps {
    private static final long NOT_BEGUN = -1;

    private final ReentrantLock turn = new ReentrantLock(true);
    private final Condition moved = turn.newCondition();
    private final Map<Seat, Long> at = new HashMap<>();
    private final List<Seat> seats = new ArrayList<>();
    private Optional<Maker> maker = Optional.empty();
    private Optional<RuntimeException> failure = Optional.empty();
    private Map<String, float[]> below = Map.of();
    private long made = NOT_BEGUN;
    private Optional<StepInputs> inputs = Optional.empty();

    /** What computes the inputs of batches, whose numbers rise; arrays are valid until the next. */
    public interface Maker extends AutoCloseable {
        StepInputs make(long batch);

        @Override
        void close();
    }

    /** Of so many trainings. */
    public SharedSteps(int trainings) {
        for (int i = 0; i < trainings; i++) {
            Seat seat = new Seat();
            seats.add(seat);
            at.put(seat, NOT_BEGUN);
        }
    }

    /** One for each training. */
    public List<Seat> seats() {
        return List.copyOf(seats);
    }

    /** A training's place among the others. */
    public final class Seat {
        private Seat() {}

        /** Runs a training in turn with those of the other seats; each has a thread of its own. The seat is given up at the end. */
        public void run(Runnable training) {
            turn.lock();
            try {
                training.run();
            } finally {
                leave();
                turn.unlock();
            }
        }

        /**
         * The inputs of a batch, once all others have come so far.
         *
         * @param frozen   the tensors that decide what is shared, equal for all
         * @param beginner makes what computes inputs, where nobody has
         */
        public StepInputs next(long batch, Map<String, float[]> frozen, Supplier<Maker> beginner) {
            if (at.get(this) == NOT_BEGUN) {
                requireSame(frozen);
            }
            at.put(this, batch);
            moved.signalAll();
            while (failure.isEmpty() && at.values().stream().anyMatch(other -> other < batch)) {
                moved.awaitUninterruptibly();
            }
            failure.ifPresent(thrown -> {
                throw thrown;
            });
            if (made != batch) {
                make(batch, beginner);
            }
            return inputs.orElseThrow();
        }

        private void leave() {
            at.remove(this);
            moved.signalAll();
            if (at.isEmpty()) {
                maker.ifPresent(Maker::close);
            }
        }
    }

    private void make(long batch, Supplier<Maker> beginner) {
        try {
            if (maker.isEmpty()) {
                maker = Optional.of(beginner.get());
            }
            inputs = Optional.of(maker.get().make(batch));
            made = batch;
        } catch (RuntimeException e) {
            failure = Optional.of(e);
            moved.signalAll();
            throw e;
        }
    }

    private void requireSame(Map<String, float[]> frozen) {
        if (below.isEmpty()) {
            below = frozen;
        }
        boolean same = below.keySet().equals(frozen.keySet())
                && frozen.entrySet().stream().allMatch(one -> Arrays.equals(one.getValue(), below.get(one.getKey())));
        if (!same) {
            throw new UserException(
                    "runs that share what does not train must have begun with the same weights; work on this one without --together");
        }
    }
}
