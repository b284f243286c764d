package org.nec4j.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.nec4j.assembly.Blueprint;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.ValidationSettings;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.export.Preprocessing;
import org.nec4j.kernel.CopyKernels;
import org.nec4j.nn.LayerContext;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.step.BatchWorker;
import org.nec4j.step.BatchWorkers;
import org.nec4j.step.KnownImages;
import org.nec4j.step.Network;
import org.nec4j.step.Optimizer;
import org.nec4j.step.SharedSteps;
import org.nec4j.step.StepSource;
import org.nec4j.step.Stepper;
import org.nec4j.step.Updates;

/**
 * A training, as a program makes one: a model, batches of images, how the tensors move, listeners. It needs no settings and no files;
 * the command line makes its own of what an experiment states.
 *
 * <pre>
 *   Trained trained = Training.of(model, batches, AdamW.of(1e-3, 200), 200)
 *           .heldOut(others, preprocessing, 64)
 *           .listener(new EarlyStopping("loss", 3, 0))
 *           .run();
 * </pre>
 *
 * <p>Equal inputs give equal bits: masks and noise are drawn from the seed and the step. Not safe for use by several threads.
 */
public final class Training {
    /** Lines of metrics in a folder: each step has one. */
    private static final int LOG_EVERY = 1;

    private final Model model;
    private final Batches batches;
    private final Updates updates;
    private final long steps;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private Optional<Measured> measured = Optional.empty();
    private Optional<Saved> from = Optional.empty();
    private Optional<Path> folder = Optional.empty();
    private Optional<Double> clipNorm = Optional.empty();
    private Optional<LayerContext> context = Optional.empty();
    private Optional<BatchWorkers> workers = Optional.empty();
    private Optional<SharedSteps.Seat> seat = Optional.empty();
    private Function<CopyKernels, Optional<KnownImages>> known = copies -> Optional.empty();
    private long every = Long.MAX_VALUE;
    private long seed;
    private int accumulate = 1;
    private int threads = 1;

    /** What is measured on: images that the model does not learn from. */
    private record Measured(ImageSource images, Preprocessing preprocessing, int most) {}

    private Training(Model model, Batches batches, Updates updates, long steps) {
        if (steps < 1) {
            throw new IllegalArgumentException("a training of " + steps + " steps");
        }
        this.model = model;
        this.batches = batches;
        this.updates = updates;
        this.steps = steps;
    }

    /**
     * A training of so many steps.
     *
     * @param batches {@code Batches.training} of an {@link ImageSource}; their channels and side are the model's
     * @param updates which tensors train and how, such as {@link org.nec4j.step.AdamW}
     */
    public static Training of(Model model, Batches batches, Updates updates, long steps) {
        return new Training(model, batches, updates, steps);
    }

    /** Adds one who looks on. */
    public Training listener(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Measures the model at every state on images that it does not learn from, with the same masks and noise each time.
     *
     * @param most of the images, spread evenly, in whole batches
     */
    public Training heldOut(ImageSource images, Preprocessing preprocessing, int most) {
        measured = Optional.of(new Measured(images, preprocessing, most));
        return this;
    }

    /** Tells listeners of a state, held-out images measured, every so many steps; without this, of one after the last step. */
    public Training statesEvery(long distance) {
        every = atLeastOne(distance, "steps between states");
        return this;
    }

    /**
     * Keeps the training in a folder, and goes on from the folder's last state where there is one, to the bits of a training that never
     * stopped. The folder gets {@code metrics.csv}, {@code validation.csv}, an event file for TensorBoard and {@code checkpoints/}, as a
     * run's has; it holds no settings, so that {@code nec4j}'s own commands do not take it for a run.
     *
     * @throws UserException when it runs, where another process works there or the folder's training was another one
     */
    public Training keptIn(Path place) {
        folder = Optional.of(place);
        return this;
    }

    /** Goes on from a state that a listener was told of. */
    public Training from(Saved saved) {
        from = Optional.of(saved);
        return this;
    }

    /** What masks and noise are drawn from; 0 where nothing is said. */
    public Training seed(long number) {
        seed = number;
        return this;
    }

    /** The mean gradient of so many batches makes one step; of one where nothing is said. */
    public Training accumulate(int count) {
        accumulate = (int) atLeastOne(count, "batches a step");
        return this;
    }

    /** Shortens gradients to this l2 norm where they are longer. */
    public Training clipNorm(double longest) {
        clipNorm = Optional.of(longest);
        return this;
    }

    /** So many threads make batches while a step computes; one where nothing is said. What is computed does not depend on it. */
    public Training threads(int count) {
        threads = (int) atLeastOne(count, "threads");
        return this;
    }

    /** What computes, instead of the fastest kernels of this machine. */
    public Training computing(LayerContext handed) {
        context = Optional.of(handed);
        return this;
    }

    /** Lets the batches of every step be computed elsewhere, to the same bits: by those whom {@link #worker} makes. */
    public Training workers(BatchWorkers elsewhere) {
        workers = Optional.of(elsewhere);
        return this;
    }

    /**
     * Shares images, masks and what does not train with other trainings, to the same bits. Theirs must be the same images, seed, objective
     * and training parameters: they may differ in lambda and in how the tensors move. The seat's {@link SharedSteps.Seat#run} calls {@link #run}.
     */
    public Training sharing(SharedSteps.Seat among) {
        seat = Optional.of(among);
        return this;
    }

    /** Hands steps what is known of the images already, where there is something; it is put into arrays by these kernels. */
    public Training known(Function<CopyKernels, Optional<KnownImages>> what) {
        known = what;
        return this;
    }

    /**
     * Trains until all steps are done or a listener ends it.
     *
     * @throws Diverged      where a loss is no number
     * @throws UserException where images cannot be read, or a state or a folder does not belong to this training
     */
    public Trained run() {
        if (folder.isEmpty()) {
            return run(listeners, from);
        }
        Path place = folder.get();
        try {
            Files.createDirectories(place);
        } catch (IOException e) {
            throw new UserException(place + ": cannot be made (" + e.getMessage() + "); name a folder that can be", e);
        }
        try (RunLock lock = RunLock.take(place)) {
            return keep(place);
        }
    }

    private Trained keep(Path place) {
        Optional<RunState> last =
                RunState.lastStep(place).isPresent() ? Optional.of(RunState.last(place)) : Optional.empty();
        last.filter(state -> !state.memory().settings().equals(settings())).ifPresent(state -> {
            throw new UserException(place + ": holds a training of other settings ("
                    + state.memory().settings() + ", and here they are " + settings() + "); name another folder");
        });
        RunMemory before = last.map(RunState::memory).orElse(RunMemory.empty()).with(settings());
        RunKeeper.Habits habits = new RunKeeper.Habits(
                LOG_EVERY,
                new ValidationSettings(0, 1, ValidationSettings.Measure.LOSS, 0),
                Optional.empty(),
                batches.size() * accumulate);
        List<TrainingListener> all = new ArrayList<>();
        all.add(new RunKeeper(place, model.blueprint(), habits, before));
        all.addAll(listeners);
        return run(all, last.map(state -> Saved.of(place, state)));
    }

    /** What decides the bits of a training that a program makes, as far as it can be written down. */
    private Map<String, String> settings() {
        Map<String, String> all = new TreeMap<>();
        all.put("steps", Long.toString(steps));
        all.put("seed", Long.toString(seed));
        all.put("accumulate", Integer.toString(accumulate));
        all.put("clip-norm", clipNorm.map(String::valueOf).orElse("none"));
        all.put("batch-size", Integer.toString(batches.size()));
        all.put("batches-per-epoch", Integer.toString(batches.perEpoch()));
        all.put("states-every", Long.toString(every));
        all.put("learning-rates", Arrays.toString(new double[] {
            updates.learningRate(0), updates.learningRate(steps / 2), updates.learningRate(steps - 1)
        }));
        return all;
    }

    private Trained run(List<TrainingListener> all, Optional<Saved> state) {
        LayerContext computing = computing();
        Network network = network(computing);
        Optimizer optimizer = optimizer(network, accumulate, computing);
        Stepper stepper = new Stepper(model.blueprint().objective(), network, optimizer, batches.size());
        state.ifPresent(saved -> {
            stepper.restore(saved.tensors(), saved.moments(), saved.source());
            all.forEach(listener -> Optional.ofNullable(
                            saved.memory().get(listener.getClass().getName()))
                    .ifPresent(listener::recall));
        });
        long first = state.map(Saved::updates).orElse(0L);
        TrainingLoop loop = new TrainingLoop(
                stepper,
                updates,
                measured.map(held -> new HeldOutLoss(
                        network, model.blueprint(), held.preprocessing(), held.images(), held.most(), batches.size())),
                new TrainingLoop.Schedule(first, steps, every),
                all,
                model.start());
        try {
            TrainingDrive drive = new TrainingDrive(loop, all, network, optimizer, stepper, accumulate);
            Ending ending = end(drive, computing);
            return new Trained(model.blueprint(), network.tensors(), loop.updates(), ending, loop.enough());
        } finally {
            List<TrainingListener> last = new ArrayList<>(all);
            Collections.reverse(last);
            last.forEach(TrainingListener::close);
        }
    }

    private Ending end(TrainingDrive drive, LayerContext computing) {
        if (workers.isPresent()) {
            return drive.elsewhere(workers.get());
        }
        StepSource source = source(computing);
        return seat.isPresent()
                ? drive.amongOthers(seat.get(), batches, source, threads)
                : drive.here(batches, source, steps, threads);
    }

    /** The far side of {@link #workers}: computes single batches of this training's steps, and trains nothing. */
    public BatchWorker worker() {
        LayerContext computing = computing();
        Network network = network(computing);
        Stepper stepper =
                new Stepper(model.blueprint().objective(), network, optimizer(network, 1, computing), batches.size());
        return new BatchWorker(stepper, source(computing), batches);
    }

    private LayerContext computing() {
        return context.orElseGet(() -> LayerContext.of(Backend.kernels()));
    }

    private Network network(LayerContext computing) {
        Blueprint blueprint = model.blueprint();
        return new Network(blueprint.shape(), blueprint.objective(), model.start(), updates::setting, seed, computing);
    }

    private Optimizer optimizer(Network network, int batchesAStep, LayerContext computing) {
        return new Optimizer(
                network.graph(), network.plan().layers().values(), clipNorm, batchesAStep, computing.kernels());
    }

    private StepSource source(LayerContext computing) {
        return StepSource.of(
                model.blueprint().shape(),
                model.blueprint().objective(),
                model.start(),
                known.apply(computing.kernels().copies()),
                seed,
                computing.kernels());
    }

    private static long atLeastOne(long number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(number + " " + what);
        }
        return number;
    }
}
