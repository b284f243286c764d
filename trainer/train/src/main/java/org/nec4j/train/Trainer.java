package org.nec4j.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.nec4j.audit.Validation;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.TrainingSettings.FrozenPrecision;
import org.nec4j.convert.RunExport;
import org.nec4j.data.Batches;
import org.nec4j.data.Prefetcher;
import org.nec4j.distill.Teacher;
import org.nec4j.distill.Teaching;
import org.nec4j.export.ImageEncoder;
import org.nec4j.page.RunReport;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.run.SessionRecord;
import org.nec4j.setup.Blueprint;
import org.nec4j.setup.ParameterPlan;
import org.nec4j.setup.StartingPoint;
import org.nec4j.setup.TrainingImages;
import org.nec4j.step.NecGraph;
import org.nec4j.step.Network;
import org.nec4j.step.StepSource;
import org.nec4j.step.Stepper;
import org.nec4j.vit.Tensors;

/** The verbs {@code train} and {@code pretrain}: from settings to a run folder. */
public final class Trainer {
    private final Experiment experiment;
    private final Blueprint blueprint;
    private final Loaded<Experiment> config;
    private final RunFolder folder;
    private final Console console;
    private final BooleanSupplier stop;
    private final Optional<Integer> uiPort;
    private final FrozenProducts frozen;

    private Trainer(
            RunFolder folder,
            Loaded<Experiment> config,
            Console console,
            BooleanSupplier stop,
            Optional<Integer> uiPort,
            FrozenProducts frozen) {
        this.folder = folder;
        this.config = config;
        this.experiment = config.settings();
        this.blueprint = Blueprint.of(experiment);
        this.console = folder.logged(console);
        this.stop = stop;
        this.uiPort = uiPort;
        this.frozen = frozen;
    }

    /** How a run ended. */
    public enum Ending {
        /** All steps are done. */
        FINISHED,
        /** It was asked to stop and can be resumed. */
        STOPPED
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
        Experiment experiment = config.settings();
        Validation.require(config);
        FrozenProducts frozen = frozen(experiment);
        Blueprint blueprint = Blueprint.of(experiment);
        TrainingImages images = new TrainingImages(experiment);
        Batches batches = images.batches();
        images.guard(experiment.experiment().runs(), console);
        StartingPoint start = DecoderWarmUp.complete(
                StartingPoint.of(experiment.model(), experiment.experiment().seed(), console),
                blueprint,
                experiment,
                batches,
                console,
                stop);
        Path path = RunFolder.place(experiment, place);
        Optional<Teaching> teaching = teaching(experiment, blueprint, images, start.tensors(), console);
        Map<String, float[]> drawn = new LinkedHashMap<>(blueprint.entropyStart(experiment));
        teaching.ifPresent(from -> drawn.putAll(
                from.start(blueprint.objective(), experiment.experiment().seed())));
        try (RunLock lock = RunLock.take(path)) {
            RunFolder folder = RunFolder.create(
                    config,
                    path,
                    start,
                    images.preprocessing(),
                    drawn,
                    blueprint.tensorShapes());
            return new Trainer(folder, config, console, stop, uiPort, frozen).locked(images, batches, Changes.none());
        }
    }

    /** The run's teacher, where its objective is a distillation: what it makes of all images is there when this returns. */
    private static Optional<Teaching> teaching(
            Experiment experiment, Blueprint blueprint, TrainingImages images, Tensors start, Console console) {
        ParameterPlan plan =
                new ParameterPlan(experiment.training(), blueprint.shape(), blueprint.tensorShapes().keySet(), 1, 1);
        // Of a model of its own: planning says of every layer how it trains, and those of the run are told that once.
        NecGraph graph = new NecGraph(blueprint.shape(), Blueprint.of(experiment).objective(), plan::setting);
        return Teaching.of(
                experiment,
                new Teacher(blueprint.shape(), start, graph.trunkDepth(), images.preprocessing()),
                graph.embedsPatches(),
                images::asEvaluated,
                images.settings(),
                console);
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
        RunFolder folder = RunFolder.open(run);
        Loaded<Experiment> config = folder.config(changes.assignments());
        FrozenProducts frozen = frozen(config.settings());
        TrainingImages images = new TrainingImages(config.settings());
        images.guard(config.settings().experiment().runs(), console);
        return new Trainer(folder, config, console, stop, uiPort, frozen).run(images, images.batches(), changes);
    }

    /** What multiplies in blocks that do not train. */
    static FrozenProducts frozen(Experiment experiment) {
        return switch (experiment.training().frozenPrecision()) {
            case FLOAT32 -> FrozenProducts.float32();
            case BFLOAT16 -> FrozenProducts.bfloat16();
        };
    }

    private Result run(TrainingImages images, Batches batches, Changes changes) {
        try (RunLock lock = RunLock.take(folder.path())) {
            return locked(images, batches, changes);
        } catch (UserException e) {
            throw folder.withWhatIsKept(e);
        }
    }

    private Result locked(TrainingImages images, Batches batches, Changes changes) {
        try {
            return work(images, batches, changes);
        } catch (UserException e) {
            throw folder.withWhatIsKept(e);
        }
    }

    private Result work(TrainingImages images, Batches batches, Changes changes) {
        Optional<RunState> saved = RunState.lastStep(folder.path()).isPresent()
                ? Optional.of(RunState.last(folder.path()))
                : Optional.empty();
        long first = saved.map(RunState::step).orElse(0L);
        int accumulate = experiment.training().accumulate();
        long perEpoch = Assembly.perEpoch(experiment, batches);
        long steps = experiment.training().length().steps(perEpoch);
        RunMemory before = memory(images, changes, saved, steps);
        Tensors start = folder.start();
        Assembly assembly = Assembly.of(experiment, blueprint, perEpoch, start, frozen);
        Stepper stepper = assembly.stepper();
        Network network = assembly.network();
        saved.ifPresent(state -> stepper.restore(state.tensors(), state.moments(), folder.path()));
        console.say(String.format(
                Locale.ROOT, "%s: %s; run folder %s", experiment.experiment().name(), assembly.words(), folder.path()));

        if (experiment.training().frozenPrecision() != FrozenPrecision.FLOAT32) {
            console.say("Blocks that do not train: products by " + frozen.words() + ".");
        }
        uiPort.ifPresent(port -> console.say("DL4J's training UI, while the run lasts: "
                + TrainingUi.installed()
                        .open(network.graph(), experiment.training().logEvery(), port)));

        long seed = experiment.experiment().seed();
        StepSource source = teaching(experiment, blueprint, images, start, console)
                .flatMap(from -> from.steps(
                        seed, batches.perEpoch(), network.kernels().copies()))
                .map(known -> StepSource.of(
                        blueprint.shape(), blueprint.objective(), start, Optional.of(known), seed, network.kernels()))
                .orElse(assembly.source());
        long saveEvery = Math.max(1, experiment.training().checkpointEvery().steps(perEpoch));
        TrainingLoop loop = new TrainingLoop(
                folder,
                experiment.training(),
                stepper,
                blueprint.tensorShapes(),
                new TrainingLoop.Schedule(first, steps, saveEvery),
                heldOut(network, images),
                before,
                blueprint.objective().reported(),
                experiment.data().batchSize() * accumulate,
                console);
        RunFolder.keepFailure(folder.path(), "");
        return noted(() -> {
            try (Prefetcher ahead = prefetcher(batches, first * accumulate, steps * accumulate);
                    Progress progress = console.progress("training", steps, "steps");
                    RunMetrics metrics =
                            RunMetrics.open(folder.path(), blueprint.objective().reported(), first)) {
                if (!loop.run(assembly.plan(), source, ahead, metrics, progress, stop)) {
                    return new Result(folder, Ending.STOPPED);
                }
            }
            summarise(images, network, loop.meter(), assembly.share(), steps);
            return new Result(folder, Ending.FINISHED);
        });
    }

    /** Leaves word in the folder of what ended the work; where that cannot be written either, it is told all the same. */
    private Result noted(Supplier<Result> work) {
        try {
            return work.get();
        } catch (RuntimeException | OutOfMemoryError e) {
            try {
                RunFolder.keepFailure(folder.path(), String.valueOf(e.getMessage()));
            } catch (UserException unwritten) {
                e.addSuppressed(unwritten);
            }
            throw e;
        }
    }

    /** What the run remembers, its settings being those of now: what changed is told, and refused where nobody asked for it. */
    private RunMemory memory(TrainingImages images, Changes changes, Optional<RunState> saved, long steps) {
        Map<String, String> now = new LinkedHashMap<>(images.settings());
        putDeciding(config, now);
        Map<String, String> before = saved.map(
                        state -> withNewDefaults(state.memory().settings()))
                .orElseGet(() -> {
                    Map<String, String> begun = new LinkedHashMap<>(now);
                    putDeciding(folder.config(), begun);
                    return begun;
                });
        List<String> changed = changes.require(folder, saved.map(RunState::step).orElse(0L), before, now);
        changed.forEach(line -> console.say("Changed: " + line));
        SessionRecord.write(
                folder.path(),
                saved.map(RunState::step).orElse(0L),
                steps,
                experiment.experiment().seed(),
                config.assignments(),
                changed,
                frozen);
        RunMemory memory = saved.map(RunState::memory).orElse(RunMemory.empty()).with(now);
        if (!changed.isEmpty()) {
            // Agreed to once is agreed to: the state is now one of these settings.
            saved.map(state -> new RunState(state.step(), state.tensors(), state.moments(), memory))
                    .ifPresent(state -> state.write(folder.path(), blueprint.tensorShapes()));
            folder.writeConfig(config);
        }
        return memory;
    }

    /** A setting that the state's version of nec4j did not have did what its default does. */
    private Map<String, String> withNewDefaults(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        config.resolved().stream()
                .filter(setting -> setting.isDefault() && !setting.isGuard())
                .forEach(setting -> all.putIfAbsent(setting.key(), setting.value()));
        return all;
    }

    private static void putDeciding(Loaded<Experiment> from, Map<String, String> into) {
        from.resolved().stream()
                .filter(setting -> !setting.isGuard())
                .forEach(setting -> into.put(setting.key(), setting.value()));
    }

    private Optional<HeldOutLoss> heldOut(Network network, TrainingImages images) {
        int count = experiment.training().validation().images();
        return count == 0
                ? Optional.empty()
                : Optional.of(new HeldOutLoss(
                        network,
                        blueprint,
                        images.preprocessing(),
                        images.heldOut(),
                        count,
                        experiment.data().batchSize()));
    }

    private Prefetcher prefetcher(Batches batches, long first, long end) {
        int threads = experiment.data().workers(Runtime.getRuntime().availableProcessors());
        return new Prefetcher(batches, first, end, threads, threads + 2);
    }

    private void summarise(TrainingImages images, Network network, Meter meter, double share, long steps) {
        Map<String, Object> summary = meter.summary();
        summary.put("experiment", experiment.experiment().name());
        summary.put("seed", experiment.experiment().seed());
        summary.put("steps", steps);
        summary.put("trainable_fraction", share);
        if (blueprint.entropy().filter(RunExport::countsItsOwnTables).isPresent()) {
            Tensors trained = network.tensors();
            byte[] codec = RunExport.codec(folder, trained, false).toBytes();
            summary.putAll(RateCheck.measure(ImageEncoder.of(codec, "the run's codec"), images.heldOut(), console));
        }
        summary.put("peak_rss_bytes", Meter.peakMemory());
        folder.writeSummary(summary);
        RunReport.write(folder, experiment, network.tensors(), images.heldOut(), console);
    }
}
