package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nec4j.data.ByteImage;
import org.nec4j.step.Losses;
import org.nec4j.step.Stepper;

/** A moment of a training, as its listeners see it. Valid until the listener returns. */
public abstract class Moment {
    private final TrainingLoop loop;

    private Moment(TrainingLoop loop) {
        this.loop = loop;
    }

    /** Updates of the parameters that are done. */
    public final long updates() {
        return loop.updates();
    }

    /** Updates of the whole training, should nothing end it sooner. */
    public final long planned() {
        return loop.planned();
    }

    /** Ends the training with a state from which it can go on. */
    public final void stop() {
        loop.stop();
    }

    /** Ends the training as finished, with a state, though steps are left; {@code why} is a sentence. */
    public final void finish(String why) {
        loop.finish(why);
    }

    /** What to throw where something has gone wrong with the numbers: it names the tensor to blame. */
    public final Diverged failure(String what) {
        return loop.diverged(what);
    }

    /** Everything is ready. */
    public static final class Begin extends Moment {
        private final ComputationGraph graph;
        private final long trainable;

        Begin(TrainingLoop loop, ComputationGraph graph, long trainable) {
            super(loop);
            this.graph = graph;
            this.trainable = trainable;
        }

        /** DL4J's graph of what trains, for listeners of its own. */
        public ComputationGraph graph() {
            return graph;
        }

        /** Numbers that train. */
        public long trainable() {
            return trainable;
        }
    }

    /** A step is done: what it measured before it moved the parameters, and how far it moved them. */
    public static final class Step extends Moment {
        private final Stepper stepper;
        private final Stepper.Outcome outcome;
        private final double learningRate;

        Step(TrainingLoop loop, Stepper stepper, Stepper.Outcome outcome, double learningRate) {
            super(loop);
            this.stepper = stepper;
            this.outcome = outcome;
            this.learningRate = learningRate;
        }

        /** Its number, from 0. */
        public long number() {
            return updates() - 1;
        }

        /** Loss and whatever else the objective reports. */
        public Losses losses() {
            return outcome.losses();
        }

        /** The network's learning rate. */
        public double learningRate() {
            return learningRate;
        }

        /**
         * All of it by name, in the order of {@code metrics.csv}: learning rate, loss, what the objective reports, and the l2 norms of gradient
         * (before clipping), update and parameters, for which all numbers that train are read.
         */
        public Map<String, Double> metrics() {
            Map<String, Double> all = new LinkedHashMap<>();
            all.put("learning_rate", learningRate);
            all.putAll(losses().byName());
            all.put("gradient_norm", outcome.gradientNorm());
            all.put("update_norm", stepper.updateNorm());
            all.put("parameter_norm", stepper.parameterNorm());
            return all;
        }
    }

    /** The model was measured on images that it does not learn from. */
    public static final class HeldOut extends Moment {
        private final Losses losses;
        private final IntFunction<List<ByteImage>> pictures;

        HeldOut(TrainingLoop loop, Losses losses, IntFunction<List<ByteImage>> pictures) {
            super(loop);
            this.losses = losses;
            this.pictures = pictures;
        }

        /** Loss and whatever else the objective reports of such images. */
        public Losses losses() {
            return losses;
        }

        /** At most so many of the images as the model sees them now: original, masked and with hidden patches guessed; none without a decoder. */
        public List<ByteImage> pictures(int most) {
            return pictures.apply(most);
        }
    }

    /** The training can go on from here. */
    public static final class State extends Moment {
        private final Stepper stepper;
        private final Map<String, Map<String, Double>> memory;

        State(TrainingLoop loop, Stepper stepper, Map<String, Map<String, Double>> memory) {
            super(loop);
            this.stepper = stepper;
            this.memory = memory;
        }

        /** Copies all that is needed for it. */
        public Saved saved() {
            return new Saved(
                    "the training after " + updates() + " steps",
                    updates(),
                    stepper.tensors(),
                    stepper.moments(),
                    memory);
        }
    }
}
