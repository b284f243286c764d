package org.nec4j.gridded;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.grid.CodebookStart;
import org.nec4j.grid.GridNetwork;
import org.nec4j.grid.GridShape;
import org.nec4j.nn.LayerContext;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.PlainRun;
import org.nec4j.run.PlainSteps;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.step.AdamW;
import org.nec4j.step.GridStepper;
import org.nec4j.step.WholeGraph;

/** Trains the autoencoder for gridded fields in a run's folder. A stopped run goes on to the same bits: windows and codes depend on seed and step. */
public final class GridTraining {
    private static final List<String> COLUMNS = List.of(
            "loss", "mse", "distance", "perplexity_fine", "perplexity_coarse", "gradient_norm", "learning_rate");

    private final PlainRun<GridExperiment> run;
    private final Loaded<GridExperiment> config;
    private final GridExperiment settings;
    private final TrainingFields fields;
    private final AdamW updates;
    private final GridStepper stepper;
    private final CodebookStart start;

    private GridTraining(PlainRun<GridExperiment> run, Loaded<GridExperiment> config, TrainingFields fields) {
        this.run = run;
        this.config = config;
        this.settings = config.settings();
        this.fields = fields;
        this.updates = updates(settings);
        this.stepper = stepper(settings, LayerContext.of(Backend.kernels()));
        this.start =
                settings.vq().start() == GridExperiment.VqStart.DATA ? CodebookStart.DATA : CodebookStart.REFERENCE;
    }

    /**
     * What a call left behind.
     *
     * @param folder   the run's
     * @param finished whether all steps are done
     */
    public record Result(Path folder, boolean finished) {}

    /** Begins a run in a new folder and works on it until it is finished or {@code stop} says so, which is asked after every step. */
    public static Result train(Loaded<GridExperiment> config, Console console, BooleanSupplier stop) {
        TrainingFields fields = new TrainingFields(
                config.settings(), console); // what is wrong with the files shows before a folder is made
        Path folder = RunFolder.place(config.settings().experiment(), Optional.empty());
        try (RunLock lock = RunLock.take(folder)) {
            return new GridTraining(GridRun.KIND.create(config, folder), config, fields)
                    .work(Optional.empty(), Changes.none(), console, stop);
        }
    }

    /** As above in this folder, without being stopped; goes on where the folder holds the same run, and leaves a finished one as it is. */
    public static void train(Loaded<GridExperiment> config, Path folder, Console console) {
        TrainingFields fields = new TrainingFields(config.settings(), console);
        try (RunLock lock = RunLock.take(folder)) {
            PlainRun<GridExperiment> run =
                    GridRun.isOne(folder) ? GridRun.KIND.open(folder) : GridRun.KIND.create(config, folder);
            new GridTraining(run, config, fields).work(run.last(), Changes.none(), console, () -> false);
        }
    }

    /** Goes on with a run from its last saved state, to the bits of one that never stopped. */
    public static Result resume(Path folder, Changes changes, Console console, BooleanSupplier stop) {
        PlainRun<GridExperiment> run = GridRun.KIND.open(folder);
        try (RunLock lock = RunLock.take(folder)) {
            Loaded<GridExperiment> config = run.config(changes.assignments());
            Optional<RunState> saved = run.last(); // a damaged one is told before fields are read
            return new GridTraining(run, config, new TrainingFields(config.settings(), console))
                    .work(saved, changes, console, stop);
        }
    }

    static AdamW updates(GridExperiment settings) {
        GridExperiment.Training training = settings.training();
        return new AdamW(
                training.learningRate(),
                Math.round(training.warmup() * training.steps()),
                training.steps(),
                training.weightDecay(),
                name -> true);
    }

    /** The network of an experiment; fields are standardized before they come to it. */
    static GridStepper stepper(GridExperiment settings, LayerContext context) {
        GridExperiment.Model model = settings.model();
        GridExperiment.Vq vq = settings.vq();
        GridShape shape = new GridShape(1, model.pre(), model.width(), model.dim(), model.codes(), model.blocks());
        GridNetwork network =
                new GridNetwork(shape, new double[] {0}, new double[] {1}, vq.commitment(), vq.decay(), vq.epsilon());
        return new GridStepper(
                network,
                settings.experiment().seed(),
                updates(settings),
                settings.training().clipNorm(),
                context);
    }

    private Result work(Optional<RunState> saved, Changes changes, Console console, BooleanSupplier stop) {
        RunMemory memory = run.memory(config, fields.digests(), changes, saved, console);
        GridExperiment.Training training = settings.training();
        PlainSteps steps = new PlainSteps(
                run.path(),
                COLUMNS,
                new PlainSteps.Schedule(training.steps(), training.logEvery(), training.checkpointEvery()),
                new Work());
        return new Result(run.path(), steps.take(saved, memory, console, stop));
    }

    private final class Work implements PlainSteps.Work {
        @Override
        public WholeGraph graph() {
            return stepper.graph();
        }

        @Override
        public PlainSteps.Told step(long step) {
            GridStepper.Outcome outcome = GridTraining.this.step(step);
            return new PlainSteps.Told(
                    String.format(Locale.ROOT, "loss %.4g", outcome.loss()),
                    outcome.loss(),
                    outcome.squares(),
                    outcome.distance(),
                    outcome.finePerplexity(),
                    outcome.coarsePerplexity(),
                    outcome.gradientNorm(),
                    updates.learningRate(step));
        }
    }

    private GridStepper.Outcome step(long step) {
        long steps = settings.training().steps();
        GridStepper.Outcome outcome = stepper.step(
                step,
                fields.windows(step),
                start.at(step, steps, settings.experiment().seed()));
        if (!outcome.isFinite()) {
            throw new UserException(
                    run.path() + ": step " + step + ": the loss is " + outcome.loss()
                            + " and its gradient's norm " + outcome.gradientNorm()
                            + "; lower training.learning-rate or set training.clip-norm, and begin anew or go on from the last state");
        }
        return outcome;
    }
}
