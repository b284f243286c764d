package org.nec4j.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.assembly.Blueprint;
import org.nec4j.config.ValidationSettings;
import org.nec4j.objective.Reported;
import org.nec4j.run.BestStates;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.run.SessionRecord;

/**
 * Keeps a training in a folder: metrics before the state that they belong to, states on schedule, the best of them longer. Ends it where
 * the loss explodes.
 */
final class RunKeeper implements TrainingListener {
    private final Path folder;
    private final Blueprint blueprint;
    private final Habits habits;
    private final RunMemory before;
    private final Meter meter;
    private final LossWatch watch;
    private final BestStates best;
    private Optional<RunMetrics> metrics = Optional.empty();

    /**
     * How a run is kept.
     *
     * @param logEvery        steps between two lines of metrics
     * @param validation      which states are best, and how many pictures are drawn
     * @param explosionFactor a loss beyond this many times its lowest ends the training; nothing lets it go on
     * @param imagesPerStep   images a step
     */
    record Habits(int logEvery, ValidationSettings validation, Optional<Double> explosionFactor, int imagesPerStep) {}

    /** @param before what the run remembers, its settings being those of now */
    RunKeeper(Path folder, Blueprint blueprint, Habits habits, RunMemory before) {
        this.folder = folder;
        this.blueprint = blueprint;
        this.habits = habits;
        this.before = before;
        this.meter = new Meter(habits.imagesPerStep(), reported(), before.window(), SessionRecord.worked(folder));
        this.watch = new LossWatch(habits.explosionFactor(), before.lowestLoss(), before.lowestHeldOut());
        this.best = new BestStates(habits.validation(), before.best());
    }

    /** What the run came to so far. */
    Meter meter() {
        return meter;
    }

    @Override
    public void begin(Moment.Begin begin) {
        metrics = Optional.of(RunMetrics.open(folder, reported(), begin.updates()));
    }

    @Override
    public void step(Moment.Step step) {
        meter.count(step.losses());
        watch.look(meter.last()).ifPresent(exploded -> {
            throw step.failure(exploded);
        });
        if (step.number() % habits.logEvery() == 0 || step.updates() == step.planned()) {
            metrics().step(step.number(), step.metrics());
        }
    }

    @Override
    public void heldOut(Moment.HeldOut measured) {
        watch.lookHeldOut(measured.losses().loss()).ifPresent(exploded -> {
            throw measured.failure(exploded);
        });
        metrics().validation(measured.updates(), measured.losses());
        metrics()
                .pictures(
                        measured.updates(),
                        measured.pictures(habits.validation().pictures()));
        best.offer(measured.updates(), measured.losses());
    }

    @Override
    public void state(Moment.State state) {
        metrics().force();
        Saved saved = state.saved();
        RunMemory memory = new RunMemory(
                before.settings(), meter.last(), watch.lowest(), watch.lowestHeldOut(), best.best(), saved.memory());
        new RunState(saved.updates(), saved.tensors(), saved.moments(), memory).write(folder, blueprint.tensorShapes());
    }

    @Override
    public void close() {
        metrics.ifPresent(RunMetrics::close);
    }

    private List<Reported> reported() {
        return blueprint.objective().reported();
    }

    private RunMetrics metrics() {
        return metrics.orElseThrow();
    }
}
