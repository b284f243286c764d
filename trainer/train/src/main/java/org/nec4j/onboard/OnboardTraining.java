package org.nec4j.onboard;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.PlainRun;
import org.nec4j.run.PlainSteps;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.step.SensingStepper;
import org.nec4j.step.WholeGraph;

/**
 * Trains compressed learning in a run's folder: the classifier alone on images as they are, then all together, then judges val and test. A
 * stopped run goes on to the same bits: order, turns and noise depend on seed and step.
 */
public final class OnboardTraining {
    private static final List<String> COLUMNS =
            List.of("cross_entropy", "squared_error", "gradient_norm", "learning_rate");

    private final PlainRun<SensingExperiment> run;
    private final Loaded<SensingExperiment> config;
    private final SensingExperiment settings;
    private final Scenes scenes;
    private final OnboardModel model;
    private final LayerContext context = LayerContext.of(Backend.kernels());
    private SensingStepper stepper;

    private OnboardTraining(PlainRun<SensingExperiment> run, Loaded<SensingExperiment> config, Scenes scenes) {
        this.run = run;
        this.config = config;
        this.settings = config.settings();
        this.scenes = scenes;
        this.model = new OnboardModel(settings, scenes);
        this.stepper = model.stepper(0, context);
    }

    /**
     * What a call left behind.
     *
     * @param folder   the run's
     * @param finished what was judged, once all steps are done
     */
    public record Result(Path folder, Optional<Judgement> finished) {}

    /** Begins a run in a new folder and works on it until it is finished or {@code stop} says so, which is asked after every step. */
    public static Result train(Loaded<SensingExperiment> config, Console console, BooleanSupplier stop) {
        Scenes scenes = scenes(config); // what is wrong with the images shows before a folder is made
        return train(config, RunFolder.place(config.settings().experiment(), Optional.empty()), scenes, console, stop);
    }

    /** As above in this folder, of images that are read already; goes on where the folder holds the same run, and takes what a finished one has kept. */
    public static Result train(
            Loaded<SensingExperiment> config, Path folder, Scenes scenes, Console console, BooleanSupplier stop) {
        try (RunLock lock = RunLock.take(folder)) {
            PlainRun<SensingExperiment> run =
                    OnboardRun.isOne(folder) ? OnboardRun.KIND.open(folder) : OnboardRun.KIND.create(config, folder);
            Optional<RunState> saved = run.last();
            boolean isDone =
                    saved.filter(state -> state.step() >= steps(config)).isPresent();
            if (isDone && Judgement.isKept(folder)) {
                memory(run, config, scenes, Changes.none(), saved, console);
                return new Result(folder, Optional.of(Judgement.kept(folder)));
            }
            return new OnboardTraining(run, config, scenes).work(saved, Changes.none(), console, stop);
        }
    }

    /** Goes on with a run from its last saved state, to the bits of one that never stopped. */
    public static Result resume(Path folder, Changes changes, Console console, BooleanSupplier stop) {
        PlainRun<SensingExperiment> run = OnboardRun.KIND.open(folder);
        try (RunLock lock = RunLock.take(folder)) {
            Loaded<SensingExperiment> config = run.config(changes.assignments());
            Optional<RunState> saved = run.last(); // a damaged one is told before images are read
            return new OnboardTraining(run, config, scenes(config)).work(saved, changes, console, stop);
        }
    }

    private static long steps(Loaded<SensingExperiment> config) {
        SensingExperiment.Training training = config.settings().training();
        return training.cleanSteps() + training.steps();
    }

    private static RunMemory memory(
            PlainRun<SensingExperiment> run,
            Loaded<SensingExperiment> config,
            Scenes scenes,
            Changes changes,
            Optional<RunState> saved,
            Console console) {
        return run.memory(config, Map.of("sha256 of the images", scenes.digest()), changes, saved, console);
    }

    private static Scenes scenes(Loaded<SensingExperiment> config) {
        return Scenes.of(
                config.settings().data().set(), config.settings().data().side());
    }

    private Result work(Optional<RunState> saved, Changes changes, Console console, BooleanSupplier stop) {
        RunMemory memory = memory(run, config, scenes, changes, saved, console);
        SensingExperiment.Training training = settings.training();
        if (saved.filter(state -> state.step() >= model.steps()).isEmpty()) {
            Judgement.forget(run.path()); // what is kept is always of the last state
        }
        PlainSteps steps = new PlainSteps(
                run.path(),
                COLUMNS,
                new PlainSteps.Schedule(model.steps(), training.logEvery(), training.checkpointEvery()),
                new Work());
        boolean isFinished = steps.take(saved, memory, console, stop);
        return new Result(run.path(), isFinished ? Optional.of(judge()) : Optional.empty());
    }

    private final class Work implements PlainSteps.Work {
        @Override
        public WholeGraph graph() {
            return stepper.graph();
        }

        /** A state of exactly the last clean step is still one of the classifier alone; the next step joins it with the sensing. */
        @Override
        public void at(RunState state) {
            stepper = model.stepper(Math.max(0, state.step() - 1), context);
        }

        @Override
        public PlainSteps.Told step(long step) {
            if (model.joins(step)) {
                stepper = model.joined(stepper.graph().tensors(), context);
            }
            SensingStepper.Outcome outcome = OnboardTraining.this.step(step);
            return new PlainSteps.Told(
                    String.format(Locale.ROOT, "cross entropy %.3f", outcome.entropy()),
                    outcome.entropy(),
                    outcome.squares(),
                    outcome.gradientNorm(),
                    model.updates(step).learningRate(model.stageStep(step)));
        }
    }

    private SensingStepper.Outcome step(long step) {
        OnboardModel.Pass pass = model.training(step);
        SensingStepper.Outcome outcome = stepper.step(
                model.stageStep(step), pass.images(), settings.objective().lambda());
        if (!outcome.isFinite()) {
            throw new UserException(run.path() + ": step " + step + ": the cross entropy is " + outcome.entropy()
                    + ", the squared error " + outcome.squares()
                    + "; lower training.learning-rate or set training.clip-norm, and begin anew");
        }
        return model.isLinear() && !model.isClean(step)
                ? new SensingStepper.Outcome(outcome.entropy(), pass.squares(), outcome.gradientNorm())
                : outcome;
    }

    private Judgement judge() {
        Judgement judgement = model.judge(stepper);
        judgement.keep(run.path(), scenes.judged());
        return judgement;
    }
}
