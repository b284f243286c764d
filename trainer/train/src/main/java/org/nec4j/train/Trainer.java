package org.nec4j.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import org.nec4j.assembly.Blueprint;
import org.nec4j.assembly.StartingPoint;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.audit.Validation;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.TrainingSettings;
import org.nec4j.config.TrainingSettings.FrozenPrecision;
import org.nec4j.convert.RunExport;
import org.nec4j.data.Batches;
import org.nec4j.distill.FoundSteps;
import org.nec4j.distill.Teaching;
import org.nec4j.export.ImageEncoder;
import org.nec4j.page.RunReport;
import org.nec4j.progress.Console;
import org.nec4j.run.BestStates;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.step.BatchWorker;
import org.nec4j.vit.Tensors;

/** The verbs {@code train} and {@code pretrain}: from settings to a run folder. */
public final class Trainer {
    private static final BiConsumer<RunFolder, Training> ALONE = (folder, training) -> {};

    private final Experiment experiment;
    private final Blueprint blueprint;
    private final Loaded<Experiment> config;
    private final RunFolder folder;
    private final Console console;
    private final BooleanSupplier stop;
    private final Optional<Integer> uiPort;
    private final BiConsumer<RunFolder, Training> with;
    private final FrozenProducts frozen;

    private Trainer(
            RunFolder folder,
            Loaded<Experiment> config,
            Console console,
            BooleanSupplier stop,
            Optional<Integer> uiPort,
            BiConsumer<RunFolder, Training> with,
            FrozenProducts frozen) {
        this.folder = folder;
        this.config = config;
        this.experiment = config.settings();
        this.blueprint = Blueprint.of(experiment);
        this.console = folder.logged(console);
        this.stop = stop;
        this.uiPort = uiPort;
        this.with = with;
        this.frozen = frozen;
    }

    /**
     * What a call left behind.
     *
     * @param folder the run
     * @param ending whether it is finished
     */
    public record Result(RunFolder folder, Ending ending) {}

    /**
     * Begins a run and works on it until it is finished or {@code stop} says so, which is asked after every step.
     *
     * @throws UserException for whatever in settings, weights or images keeps it from running; where a loss is no number
     */
    public static Result train(Loaded<Experiment> config, Console console, BooleanSupplier stop) {
        return train(config, Optional.empty(), console, stop, Optional.empty());
    }

    /**
     * As above, in a folder of one's own choice and with DL4J's training UI where they are given.
     *
     * @param place  the run's folder, in which no run may have begun; else a new one is made in {@code experiment.runs}
     * @param uiPort of this machine; 0 takes a free one
     */
    public static Result train(
            Loaded<Experiment> config,
            Optional<Path> place,
            Console console,
            BooleanSupplier stop,
            Optional<Integer> uiPort) {
        return train(config, place, console, stop, uiPort, ALONE);
    }

    /**
     * As above, the training changed before it runs: its batches computed elsewhere, or shared with other trainings.
     *
     * @param with changes the training of a run, whose folder is there
     */
    public static Result train(
            Loaded<Experiment> config,
            Optional<Path> place,
            Console console,
            BooleanSupplier stop,
            Optional<Integer> uiPort,
            BiConsumer<RunFolder, Training> with) {
        Experiment experiment = config.settings();
        Validation.require(config);
        FrozenProducts frozen = frozen(experiment);
        Blueprint blueprint = Blueprint.of(experiment);
        TrainingImages images = new TrainingImages(experiment);
        Batches batches = images.batches();
        // Weights take seconds to look through, images minutes.
        StartingPoint weights =
                StartingPoint.of(experiment.model(), experiment.experiment().seed(), console);
        Teaching.require(experiment, blueprint, images, weights.tensors());
        images.guard(experiment.experiment().runs(), console);
        StartingPoint start = DecoderWarmUp.complete(weights, blueprint, experiment, batches, console, stop);
        Optional<Teaching> teaching = Teaching.of(experiment, blueprint, images, start.tensors(), console);
        Map<String, float[]> drawn = new LinkedHashMap<>(blueprint.entropyStart(experiment));
        teaching.ifPresent(from -> drawn.putAll(
                from.start(blueprint.objective(), experiment.experiment().seed())));
        Loaded<Experiment> settled =
                teaching.map(from -> FoundSteps.in(config, from, console)).orElse(config);
        // Last of all, so that whatever is refused leaves no empty folder.
        Path path = RunFolder.place(experiment.experiment(), place);
        try (RunLock lock = RunLock.take(path)) {
            RunFolder folder =
                    RunFolder.create(settled, path, start, images.preprocessing(), drawn, blueprint.tensorShapes());
            return new Trainer(folder, settled, console, stop, uiPort, with, frozen)
                    .locked(images, batches, Changes.none(), () -> {});
        }
    }

    /**
     * Goes on with a run from its last saved state, or from its beginning if it saved none: parameters, moments, order of
     * images, masks, noise and metrics are those of the uninterrupted run, bit for bit.
     *
     * @param changes settings that may differ from those of the saved state
     * @throws UserException also for a setting that changed without being asked for, each listed
     */
    public static Result resume(Path run, Changes changes, Console console, BooleanSupplier stop) {
        return resume(run, changes, console, stop, Optional.empty());
    }

    /** As above, with DL4J's training UI on this port of this machine where one is given; 0 takes a free one. */
    public static Result resume(
            Path run, Changes changes, Console console, BooleanSupplier stop, Optional<Integer> uiPort) {
        return resume(run, changes, console, stop, uiPort, ALONE);
    }

    /** As above, the training changed before it runs: its batches computed elsewhere, or shared with other trainings. */
    public static Result resume(
            Path run,
            Changes changes,
            Console console,
            BooleanSupplier stop,
            Optional<Integer> uiPort,
            BiConsumer<RunFolder, Training> with) {
        RunFolder folder = RunFolder.open(run);
        Loaded<Experiment> config = folder.config(changes.assignments());
        FrozenProducts frozen = frozen(config.settings());
        TrainingImages images = new TrainingImages(config.settings());
        return new Trainer(folder, config, console, stop, uiPort, with, frozen)
                .run(
                        images,
                        images.batches(),
                        changes,
                        () -> images.guard(config.settings().experiment().runs(), console));
    }

    /**
     * What computes single batches of a run's steps in another process than the one that trains it.
     *
     * @throws UserException where this process does not see the run's folder or its images
     */
    public static BatchWorker worker(Path run) {
        RunFolder folder = RunFolder.open(run);
        Experiment experiment = folder.config().settings();
        TrainingImages images = new TrainingImages(experiment);
        Batches batches = images.batches();
        Model model = new Model(Blueprint.of(experiment), folder.start());
        long steps = experiment.training().length().steps(ConfiguredTraining.perEpoch(experiment, batches));
        Training training = ConfiguredTraining.of(experiment, model, batches, steps, frozen(experiment));
        taught(training, experiment, images, batches, model, Console.silent());
        return training.worker();
    }

    /** Hands steps what a teacher made of the images, where there is one. */
    private static void taught(
            Training training,
            Experiment experiment,
            TrainingImages images,
            Batches batches,
            Model model,
            Console console) {
        Optional<Teaching> teaching = Teaching.of(experiment, model.blueprint(), images, model.start(), console);
        training.known(copies ->
                teaching.flatMap(from -> from.steps(experiment.experiment().seed(), batches.perEpoch(), copies)));
    }

    /** What multiplies in blocks that do not train. */
    static FrozenProducts frozen(Experiment experiment) {
        return switch (experiment.training().frozenPrecision()) {
            case FLOAT32 -> FrozenProducts.float32();
            case BFLOAT16 -> FrozenProducts.bfloat16();
        };
    }

    private Result run(TrainingImages images, Batches batches, Changes changes, Runnable guard) {
        try (RunLock lock = RunLock.take(folder.path())) {
            return locked(images, batches, changes, guard);
        } catch (UserException e) {
            throw folder.withWhatIsKept(e);
        }
    }

    private Result locked(TrainingImages images, Batches batches, Changes changes, Runnable guard) {
        try {
            return work(images, batches, changes, guard);
        } catch (UserException e) {
            throw folder.withWhatIsKept(e);
        }
    }

    /** @param guard looks at the images, once the run's own files have been found whole and before anything is written */
    private Result work(TrainingImages images, Batches batches, Changes changes, Runnable guard) {
        Optional<RunState> saved = RunState.lastStep(folder.path()).isPresent()
                ? Optional.of(RunState.last(folder.path()))
                : Optional.empty();
        Tensors start = folder.start();
        guard.run();
        TrainingSettings settings = experiment.training();
        long perEpoch = ConfiguredTraining.perEpoch(experiment, batches);
        long steps = settings.length().steps(perEpoch);
        RunMemory before = new AgreedSettings(folder, config, frozen, console)
                .memory(images.settings(), blueprint.tensorShapes(), changes, saved, steps);
        Model model = new Model(blueprint, start);
        RunKeeper.Habits habits = new RunKeeper.Habits(
                settings.logEvery(),
                settings.validation(),
                settings.explosionFactor(),
                experiment.data().batchSize() * settings.accumulate());
        RunKeeper keeper = new RunKeeper(folder.path(), blueprint, habits, before);
        Beginning beginning = new Beginning(folder, experiment, model, uiPort, console);
        if (settings.frozenPrecision() != FrozenPrecision.FLOAT32) {
            console.say("Blocks that do not train: products by " + frozen.words() + ".");
        }
        Training training = ConfiguredTraining.of(experiment, model, batches, steps, frozen)
                .statesEvery(Math.max(1, settings.checkpointEvery().steps(perEpoch)))
                .listener(beginning)
                .listener(keeper)
                .listener(new SessionKeeper(folder, keeper.meter(), console))
                .listener(new ConsoleProgress(console, keeper.meter()))
                .listener(TrainingListener.stopWhen(stop));
        saved.ifPresent(state -> training.from(Saved.of(folder.path(), state)));
        taught(training, experiment, images, batches, model, console);
        with.accept(folder, training);
        if (settings.validation().images() > 0) {
            training.heldOut(
                    images.heldOut(),
                    images.preprocessing(),
                    settings.validation().images());
        }
        settings.earlyStopping()
                .patience()
                .ifPresent(patience -> training.listener(new EarlyStopping(
                        BestStates.column(settings.validation().bestBy()),
                        patience,
                        settings.earlyStopping().minDelta())));
        try {
            Trained trained = worked(training);
            trained.enough().ifPresent(why -> console.say("Finished after " + trained.updates() + " steps: " + why));
            if (trained.ending() == Ending.FINISHED) {
                summarize(images, trained, keeper.meter(), beginning.share());
            }
            return new Result(folder, trained.ending());
        } catch (RuntimeException | OutOfMemoryError e) {
            if (beginning.hasBegun()) {
                note(e);
            }
            throw e;
        }
    }

    private Trained worked(Training training) {
        try {
            return training.run();
        } catch (Diverged e) {
            throw lost(e);
        }
    }

    /** Where numbers went wrong: what is kept, and what an experiment's settings can do about it. */
    private UserException lost(Diverged diverged) {
        OptionalLong last = folder.lastStep();
        String kept = last.isPresent()
                ? "The last good state, after " + last.getAsLong() + " steps, is kept in "
                : "No state was saved before; the start is kept in ";
        return new UserException(
                diverged.since(last.isPresent() ? folder.trained() : folder.start()) + ". " + kept + folder.path()
                        + "; lower training.optimizer.learning-rate or set training.clip-norm.",
                diverged);
    }

    /** Leaves word in the folder of what ended the work; where that cannot be written either, it is told all the same. */
    private void note(Throwable e) {
        try {
            RunFolder.keepFailure(folder.path(), e);
        } catch (UserException unwritten) {
            e.addSuppressed(unwritten);
        }
    }

    private void summarize(TrainingImages images, Trained trained, Meter meter, double share) {
        Map<String, Object> summary = meter.summary();
        summary.put("experiment", experiment.experiment().name());
        summary.put("seed", experiment.experiment().seed());
        summary.put("steps", trained.updates());
        trained.enough().ifPresent(why -> summary.put("finished_early", why));
        summary.put("trainable_fraction", share);
        if (blueprint.entropy().isPresent()) {
            byte[] codec =
                    RunExport.codec(folder, trained.tensors(), false, console).toBytes();
            summary.putAll(RateCheck.measure(ImageEncoder.of(codec, "the run's codec"), images.heldOut(), console));
        }
        summary.put("peak_rss_bytes", Meter.peakMemory());
        folder.writeSummary(summary);
        RunReport.write(folder, experiment, trained.tensors(), images.heldOut(), console);
    }
}
