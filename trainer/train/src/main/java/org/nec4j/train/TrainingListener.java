package org.nec4j.train;

import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Looks on while a model trains, and may end it. Listeners are told in the order in which they were added; whatever one throws ends the
 * training. All methods may be left out.
 */
public interface TrainingListener {
    /** Everything is ready, and no step is done, or none since the state that the training goes on from. */
    default void begin(Moment.Begin begin) {}

    /** A step is done. */
    default void step(Moment.Step step) {}

    /** The model was measured on images that it does not learn from. */
    default void heldOut(Moment.HeldOut measured) {}

    /** The training can go on from here: on schedule, after the last step, and where it was asked to stop. */
    default void state(Moment.State state) {}

    /** The training has ended without a failure. */
    default void end(Ending ending) {}

    /** Nothing more will be told, whether or not the training failed. */
    default void close() {}

    /** What this listener must remember for a training that goes on to be the one that never stopped; it travels with every state. */
    default Map<String, Double> memory() {
        return Map.of();
    }

    /** Gives back what {@link #memory} told in the state that the training goes on from, before it begins. */
    default void recall(Map<String, Double> memory) {}

    /** Stops the training, with a state, at the first step after which the question is answered with yes. */
    static TrainingListener stopWhen(BooleanSupplier asked) {
        return new TrainingListener() {
            @Override
            public void step(Moment.Step step) {
                if (asked.getAsBoolean()) {
                    step.stop();
                }
            }
        };
    }
}
