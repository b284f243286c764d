package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.ObjectiveDesign;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.audit.Validation;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.ModelSettings;
import org.nec4j.data.Batches;
import org.nec4j.distill.Teaching;
import org.nec4j.nn.InitialWeights;
import org.nec4j.progress.Console;
import org.nec4j.progress.HumanTime;
import org.nec4j.vit.RandomStart;
import org.nec4j.vit.Tensors;

/**
 * What a run would be, after a few steps of it that leave nothing behind.
 *
 * @param name        the experiment's
 * @param assembly    what would train, in words
 * @param steps       of the whole run
 * @param secondsEach that a step takes, the mean of {@value #TIMED}
 * @param peakBytes   the most memory that this process has held
 * @param isUpperBound whether the run's steps take less, since it looks at its images once before them
 */
public record DryRun(
        String name, String assembly, long steps, double secondsEach, long peakBytes, boolean isUpperBound) {
    /** The first step also compiles code and fills caches. */
    private static final int WARM = 1;

    private static final int TIMED = 3;

    /**
     * Validates settings, reads weights and the images of a few batches, and takes steps; writes no file. What a run would fit to its
     * images or keep of them is drawn, and computed in every step. Broken images among the others
     * and copies across splits are looked for only when the run begins.
     *
     * @throws UserException for whatever would keep the run from beginning
     */
    public static DryRun of(Loaded<Experiment> config, Console console) {
        Experiment experiment = config.settings();
        Validation.require(config);
        Blueprint blueprint = Blueprint.of(experiment);
        TrainingImages images = new TrainingImages(experiment);
        Batches batches = images.cropped();
        Tensors start = start(experiment, blueprint, batches, console);
        Teaching.require(experiment, blueprint, images, start);
        Model model = new Model(blueprint, start);
        long steps = experiment.training().length().steps(ConfiguredTraining.perEpoch(experiment, batches));
        TrainedShare share = new TrainedShare(experiment, model);
        Clock clock = new Clock();
        try {
            ConfiguredTraining.of(experiment, model, batches, WARM + TIMED, Trainer.frozen(experiment))
                    .listener(share)
                    .listener(clock)
                    .run();
        } catch (Diverged e) {
            throw new UserException(e.since(start) + "; look at the weights and at data.mean and data.std", e);
        }
        return new DryRun(
                experiment.experiment().name(),
                share.words(steps),
                steps,
                clock.seconds() / TIMED,
                Meter.peakMemory(),
                ObjectiveDesign.of(experiment).seesImagesAsEvaluationDoes());
    }

    /** Times the steps behind the first ones, as a run takes them where it logs each. */
    private static final class Clock implements TrainingListener {
        private long began;
        private long ended;

        @Override
        public void step(Moment.Step step) {
            step.metrics();
            ended = System.nanoTime();
            if (step.updates() == WARM) {
                began = ended;
            }
        }

        double seconds() {
            return (ended - began) * 1e-9;
        }
    }

    /** In lines for people. */
    public String words() {
        return String.format(
                Locale.ROOT,
                "%s: %s%n%.2f s a step, %s for all steps%s; a decoder's warm-up, measuring held-out images and writing states come on top%n"
                        + "%.2f GB of memory held at most so far%nnothing was written",
                name,
                assembly,
                secondsEach,
                HumanTime.words(steps * secondsEach),
                isUpperBound
                        ? ", less in a run, which looks at each image once before them and keeps what it sees"
                        : "",
                peakBytes / 1e9);
    }

    /** The tensors that a run's folder would begin with; a decoder that the run would train first is drawn. */
    private static Tensors start(Experiment experiment, Blueprint blueprint, Batches batches, Console console) {
        long seed = experiment.experiment().seed();
        StartingPoint found = StartingPoint.of(experiment.model(), seed, console);
        Map<String, float[]> kept = new LinkedHashMap<>();
        if (experiment.model().decoder() == ModelSettings.DecoderStart.WARM_UP) {
            kept.putAll(RandomStart.of(found.shape(), seed).all());
            kept.putAll(found.tensors().all());
        } else {
            kept.putAll(DecoderWarmUp.complete(found, blueprint, experiment, batches, console, () -> false)
                    .tensors()
                    .all());
        }
        kept.putAll(blueprint.entropyStart(experiment));
        blueprint
                .tensorShapes()
                .forEach((name, shape) -> kept.computeIfAbsent(name, absent -> InitialWeights.draw(name, shape, seed)));
        // A checkpoint may hold a decoder that the objective has no use for.
        kept.keySet().retainAll(blueprint.tensorShapes().keySet());
        return new Tensors(kept);
    }
}
