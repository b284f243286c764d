package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.nec4j.step.Losses;
import org.nec4j.step.Stepper;
import org.nec4j.step.Updates;
import org.nec4j.vit.Tensors;

/**
 * Steps until a training is finished or asked to stop, and tells its listeners. Held-out images are measured on schedule alone: a
 * training that was stopped in between would otherwise have measured more than one that was not.
 */
final class TrainingLoop {
    private final Stepper stepper;
    private final Updates updates;
    private final Optional<HeldOutLoss> heldOut;
    private final Schedule schedule;
    private final List<TrainingListener> listeners;
    private final Tensors start;
    private long done;
    private boolean stopped;
    private Optional<String> enough = Optional.empty();

    /**
     * How long a training is.
     *
     * @param first updates done before
     * @param steps of the whole training
     * @param every steps between states
     */
    record Schedule(long first, long steps, long every) {}

    /** @param start the tensors that the training began with */
    TrainingLoop(
            Stepper stepper,
            Updates updates,
            Optional<HeldOutLoss> heldOut,
            Schedule schedule,
            List<TrainingListener> listeners,
            Tensors start) {
        this.stepper = stepper;
        this.updates = updates;
        this.heldOut = heldOut;
        this.schedule = schedule;
        this.listeners = listeners;
        this.start = start;
        this.done = schedule.first();
    }

    long updates() {
        return done;
    }

    long planned() {
        return schedule.steps();
    }

    /** Why the training ended before its last step, where a listener found it finished. */
    Optional<String> enough() {
        return enough;
    }

    void stop() {
        stopped = true;
    }

    void finish(String why) {
        enough = Optional.of(why);
    }

    Diverged diverged(String what) {
        return new Diverged(done - 1, what, stepper.diagnosis(), start);
    }

    /**
     * Steps to the end, whatever that may be.
     *
     * @param one does the step of a number
     */
    Ending run(LongFunction<Stepper.Outcome> one) {
        while (done < schedule.steps() && enough.isEmpty()) {
            step(one);
            boolean isLast = done == schedule.steps();
            boolean isDue = done % schedule.every() == 0 || isLast;
            if (isDue) {
                heldOut.ifPresent(this::measure);
            }
            if (isDue || stopped || enough.isPresent()) {
                state();
            }
            if (stopped && !isLast && enough.isEmpty()) {
                return Ending.STOPPED;
            }
        }
        return Ending.FINISHED;
    }

    private void step(LongFunction<Stepper.Outcome> one) {
        double learningRate = updates.learningRate(done);
        Stepper.Outcome outcome = one.apply(done);
        done++;
        if (!outcome.isFinite()) {
            throw diverged(
                    "the loss is " + outcome.losses().loss() + " and the gradient's norm " + outcome.gradientNorm());
        }
        Moment.Step step = new Moment.Step(this, stepper, outcome, learningRate);
        listeners.forEach(listener -> listener.step(step));
    }

    private void measure(HeldOutLoss images) {
        Losses losses = images.measure();
        if (!Double.isFinite(losses.loss())) {
            throw diverged("the loss on held-out images is " + losses.loss());
        }
        Moment.HeldOut measured = new Moment.HeldOut(this, losses, images::pictures);
        listeners.forEach(listener -> listener.heldOut(measured));
    }

    /** A state is one only if it is sound. */
    private void state() {
        if (stepper.diagnosis().firstBadParameter().isPresent()) {
            throw diverged("its update left numbers that are none");
        }
        Map<String, Map<String, Double>> memory = new LinkedHashMap<>();
        listeners.stream().filter(listener -> !listener.memory().isEmpty()).forEach(listener -> {
            if (memory.put(listener.getClass().getName(), listener.memory()) != null) {
                throw new IllegalStateException(
                        "two listeners of " + listener.getClass() + " remember things; give one a class of its own");
            }
        });
        Moment.State state = new Moment.State(this, stepper, memory);
        listeners.forEach(listener -> listener.state(state));
    }
}
