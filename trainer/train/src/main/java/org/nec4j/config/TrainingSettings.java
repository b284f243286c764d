package org.nec4j.config;

import java.util.List;
import java.util.Optional;

/**
 * How parameters move.
 *
 * @param length          when the run ends
 * @param parameters      ordered rules; the first whose pattern matches a tensor decides, and every tensor must match one
 * @param trainableShare  the band in which trainable numbers over all numbers must lie, or the run stops before it starts
 * @param optimizer       AdamW for the network
 * @param auxiliary       Adam for the bottleneck's quantiles
 * @param schedule        the learning rates' course
 * @param clipNorm        longest l2 norm of the network's gradient; absent leaves gradients as they are
 * @param accumulate      batches whose gradients are averaged into one step
 * @param frozenPrecision operands of products in blocks that do not train
 * @param explosionFactor a loss beyond this many times its lowest stops the run; absent lets it go on
 * @param validation      what is measured on held-out images, and which states that keeps
 * @param earlyStopping   when held-out images tell that the run has learnt enough
 * @param checkpointEvery distance between saved states
 * @param logEvery        steps between two lines of metrics
 */
public record TrainingSettings(
        Length length,
        List<ParameterRule> parameters,
        Span trainableShare,
        OptimizerSettings optimizer,
        AuxiliarySettings auxiliary,
        ScheduleSettings schedule,
        @Interval("(0, inf)") Optional<Double> clipNorm,
        @Interval("[1, 65536]") int accumulate,
        FrozenPrecision frozenPrecision,
        @Interval("(1, inf)") Optional<Double> explosionFactor,
        ValidationSettings validation,
        EarlyStoppingSettings earlyStopping,
        Length checkpointEvery,
        @Interval("[1, 1000000]") int logEvery) {

    /** What products in transformer blocks that do not train are computed from. */
    public enum FrozenPrecision {
        /** As all others. */
        FLOAT32,
        /** Both sides rounded to bfloat16, sums in float32. */
        BFLOAT16
    }

    public TrainingSettings {
        Violations wrong = new Violations();
        wrong.unless(!parameters.isEmpty(), "parameters", "is empty; say what trains");
        wrong.unless(length.amount() > 0, "length", "must be more than zero");
        wrong.unless(checkpointEvery.amount() > 0, "checkpoint-every", "must be more than zero");
        wrong.unless(
                trainableShare.low() >= 0 && trainableShare.high() <= 1, "trainable-share", "must lie between 0 and 1");
        wrong.report();
    }
}
