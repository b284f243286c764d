package org.nec4j.train;

import java.util.Locale;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Span;

/** Holds a training to the share of the numbers that its settings promise to train. */
final class TrainedShare implements TrainingListener {
    private final Experiment experiment;
    private final Model model;
    private long trainable;

    TrainedShare(Experiment experiment, Model model) {
        this.experiment = experiment;
        this.model = model;
    }

    @Override
    public void begin(Moment.Begin begin) {
        trainable = begin.trainable();
        Span band = experiment.training().trainableShare();
        if (!band.contains(share())) {
            throw new UserException(String.format(
                    Locale.ROOT,
                    "training.trainable-share: %.4f of the numbers would train, outside the promised band [%s, %s]; %s",
                    share(),
                    band.low(),
                    band.high(),
                    ObjectiveDesign.of(experiment).otherShare()));
        }
    }

    /** Of all numbers those that train, once the training has begun. */
    double share() {
        return (double) trainable / model.numbers();
    }

    /** "655,232 of 6,415,552 numbers train (10.2 %), 150 steps of 32 images". */
    String words(long steps) {
        return String.format(
                Locale.ROOT,
                "%,d of %,d numbers train (%.1f %%), %d steps of %d images",
                trainable,
                model.numbers(),
                100 * share(),
                steps,
                experiment.data().batchSize() * experiment.training().accumulate());
    }
}
