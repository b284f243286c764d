package org.nec4j.train;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.TrainingSettings;
import org.nec4j.data.Prefetcher;
import org.nec4j.objective.Reported;
import org.nec4j.page.RunReport;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.run.BestStates;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.run.SessionRecord;
import org.nec4j.setup.ParameterPlan;
import org.nec4j.step.Diagnosis;
import org.nec4j.step.Losses;
import org.nec4j.step.StepSource;
import org.nec4j.step.Stepper;
import org.nec4j.vit.Tensors;

/**
 * Steps until a run is finished or asked to stop. States are saved on schedule and when it is asked to stop, metrics before the state
 * that they belong to; a state is saved only if it is sound.
 */
final class TrainingLoop {
    private final RunFolder folder;
    private final TrainingSettings training;
    private final Stepper stepper;
    private final Map<String, long[]> shapes;
    private final Schedule schedule;
    private final Optional<HeldOutLoss> heldOut;
    private final RunMemory before;
    private final Meter meter;
    private final LossWatch watch;
    private final BestStates best;
    private final Console console;

    /**
     * How long a run is.
     *
     * @param first     steps done before
     * @param steps     of the whole run
     * @param saveEvery steps between saved states
     */
    record Schedule(long first, long steps, long saveEvery) {}

    /**
     * A loop over a run's steps.
     *
     * @param shapes   of all tensors, by name
     * @param reported what the objective reports beside the loss
     */
    TrainingLoop(
            RunFolder folder,
            TrainingSettings training,
            Stepper stepper,
            Map<String, long[]> shapes,
            Schedule schedule,
            Optional<HeldOutLoss> heldOut,
            RunMemory before,
            List<Reported> reported,
            int imagesPerStep,
            Console console) {
        this.folder = folder;
        this.training = training;
        this.stepper = stepper;
        this.shapes = shapes;
        this.schedule = schedule;
        this.heldOut = heldOut;
        this.before = before;
        this.meter = new Meter(imagesPerStep, reported, before.window(), SessionRecord.worked(folder.path()));
        this.watch = new LossWatch(training.explosionFactor(), before.lowestLoss(), before.lowestHeldOut());
        this.best = new BestStates(training.validation(), before.best());
        this.console = console;
    }

    /** What the run came to so far. */
    Meter meter() {
        return meter;
    }

    /** Works; returns whether the run is finished. */
    boolean run(
            ParameterPlan plan,
            StepSource source,
            Prefetcher ahead,
            RunMetrics metrics,
            Progress progress,
            BooleanSupplier stop) {
        for (long step = schedule.first(); step < schedule.steps(); step++) {
            boolean isLast = step + 1 == schedule.steps();
            boolean isLogged = step % training.logEvery() == 0 || isLast;
            Stepper.Outcome outcome =
                    stepper.step(step, training.accumulate(), isLogged, () -> source.of(ahead.next()));
            if (!outcome.isFinite()) {
                throw bad(
                        step,
                        "the loss is " + outcome.losses().loss() + " and the gradient's norm "
                                + outcome.norms().gradient());
            }
            meter.count(outcome.losses());
            Optional<String> exploded = watch.look(meter.last());
            if (exploded.isPresent()) {
                throw bad(step, exploded.get());
            }
            if (isLogged) {
                metrics.step(step, plan.learningRate(step), outcome);
            }
            progress.at(step + 1, meter.line(outcome.losses().loss(), plan.learningRate(step)));
            boolean isAsked = stop.getAsBoolean();
            boolean isDue = (step + 1) % schedule.saveEvery() == 0 || isLast;
            if (isDue) {
                measureHeldOut(step, metrics);
            }
            if (isDue || isAsked) {
                save(step, metrics);
            }
            if (isAsked && !isLast) {
                return false;
            }
        }
        return true;
    }

    /** Only on schedule: a run that was stopped in between would otherwise have measured more than one that was not. */
    private void measureHeldOut(long step, RunMetrics metrics) {
        if (heldOut.isEmpty()) {
            return;
        }
        Losses losses = heldOut.get().measure();
        Optional<String> exploded = watch.lookHeldOut(losses.loss());
        if (exploded.isPresent()) {
            throw bad(step, exploded.get());
        }
        metrics.validation(step + 1, losses);
        metrics.pictures(step + 1, heldOut.get().pictures(training.validation().pictures()));
        best.offer(step + 1, losses);
    }

    private void save(long step, RunMetrics metrics) {
        Optional<String> bad = stepper.diagnosis().firstBadParameter();
        if (bad.isPresent()) {
            throw bad(step, "its update left numbers that are none");
        }
        metrics.force();
        RunMemory memory =
                new RunMemory(before.settings(), meter.last(), watch.lowest(), watch.lowestHeldOut(), best.best());
        new RunState(step + 1, stepper.tensors(), stepper.moments(), memory).write(folder.path(), shapes);
        SessionRecord.keepTime(folder.path(), step + 1, meter.seconds());
        RunReport.writeCurves(folder, console);
    }

    private UserException bad(long step, String what) {
        Diagnosis diagnosis = stepper.diagnosis();
        String culprit = diagnosis
                .firstNotFinite()
                .map(name -> "the first tensor that is no number is " + name)
                .orElseGet(() -> "the tensor that grew most since is " + diagnosis.mostGrown(lastGood()));
        String kept = RunState.lastStep(folder.path()).isPresent()
                ? "The last good state, after "
                        + RunState.lastStep(folder.path()).getAsLong() + " steps, is kept in "
                : "No state was saved before; the start is kept in ";
        return new UserException("step " + step + ": " + what + "; " + culprit + ". " + kept + folder.path()
                + "; lower training.optimizer.learning-rate or set training.clip-norm.");
    }

    private Tensors lastGood() {
        return RunState.lastStep(folder.path()).isPresent() ? folder.trained() : folder.start();
    }
}
