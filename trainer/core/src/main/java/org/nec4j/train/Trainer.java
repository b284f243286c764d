package org.nec4j.train;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.Span;
import org.nec4j.data.Batches;
import org.nec4j.data.Prefetcher;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.setup.StartingPoint;
import org.nec4j.vit.Tensors;

/** The verbs {@code train} and {@code pretrain}: from settings to a run folder. */
public final class Trainer {
    private final Experiment experiment;
    private final Blueprint blueprint;
    private final RunFolder folder;
    private final Console console;
    private final BooleanSupplier stop;
    private final Optional<Integer> uiPort;

    private Trainer(
            RunFolder folder, Experiment experiment, Console console, BooleanSupplier stop, Optional<Integer> uiPort) {
        this.folder = folder;
        this.experiment = experiment;
        this.blueprint = Blueprint.of(experiment);
        this.console = console;
        this.stop = stop;
        this.uiPort = uiPort;
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
        return train(config, console, stop, Optional.empty());
    }

    /** As above, with DL4J's training UI on this port of this machine where one is given; 0 takes a free one. */
    public static Result train(
            Loaded<Experiment> config, Console console, BooleanSupplier stop, Optional<Integer> uiPort) {
        Experiment experiment = config.settings();
        Blueprint blueprint = Blueprint.of(experiment);
        StartingPoint start =
                StartingPoint.of(experiment.model(), experiment.experiment().seed());
        TrainingImages images = new TrainingImages(experiment);
        Batches batches = images.batches();
        RunFolder folder = RunFolder.create(
                config, start, images.preprocessing(), blueprint.entropyStart(experiment), blueprint.tensorShapes());
        return new Trainer(folder, experiment, console, stop, uiPort).run(images, batches);
    }

    /**
     * Goes on with a run from its last saved state, or from its beginning if it saved none: parameters, moments, order of
     * images, masks and noise are those of the uninterrupted run, bit for bit.
     */
    public static Result resume(Path run, Console console, BooleanSupplier stop) {
        return resume(run, console, stop, Optional.empty());
    }

    /** As above, with DL4J's training UI on this port of this machine where one is given; 0 takes a free one. */
    public static Result resume(Path run, Console console, BooleanSupplier stop, Optional<Integer> uiPort) {
        RunFolder folder = RunFolder.open(run);
        Experiment experiment = folder.config().settings();
        TrainingImages images = new TrainingImages(experiment);
        return new Trainer(folder, experiment, console, stop, uiPort).run(images, images.batches());
    }

    private Result run(TrainingImages images, Batches batches) {
        int accumulate = experiment.training().accumulate();
        long perEpoch = Math.max(1, batches.perEpoch() / accumulate);
        long steps = experiment.training().length().steps(perEpoch);
        ParameterPlan plan =
                new ParameterPlan(experiment.training(), blueprint.shape(), blueprint.entropy(), steps, perEpoch);
        Tensors start = folder.start();
        Network network = new Network(
                blueprint.shape(),
                blueprint.objective(),
                blueprint.entropy(),
                start,
                plan::setting,
                experiment.experiment().seed());
        Optimizer optimizer = new Optimizer(
                network.graph(),
                network.plan().layers().values(),
                experiment.training().clipNorm(),
                accumulate);
        double share = checkShare(optimizer.trainable(), start);
        Session session = new Session(network, optimizer, folder.path(), blueprint.tensorShapes());
        long first = session.restore();
        console.say(String.format(
                "%s: %,d of %,d numbers train (%.1f %%), %d steps of %d images; run folder %s",
                experiment.experiment().name(),
                optimizer.trainable(),
                numbers(start),
                100 * share,
                steps,
                experiment.data().batchSize() * accumulate,
                folder.path()));

        uiPort.ifPresent(port -> console.say("DL4J's training UI, while the run lasts: "
                + TrainingUi.installed()
                        .open(network.graph(), experiment.training().logEvery(), port)));

        long saveEvery = Math.max(1, experiment.training().checkpointEvery().steps(perEpoch));
        StepSource source = new StepSource(
                blueprint.shape(),
                blueprint.objective(),
                blueprint.noises(),
                experiment.experiment().seed());
        Meter meter = new Meter(experiment.data().batchSize() * accumulate);
        try (Prefetcher ahead = prefetcher(batches, first * accumulate, steps * accumulate);
                Progress progress = console.progress("training", steps, "steps")) {
            MetricsFile metrics = MetricsFile.open(folder.path(), first);
            for (long step = first; step < steps; step++) {
                Session.Outcome outcome = session.step(step, accumulate, () -> source.of(ahead.next()));
                double bits = outcome.result().bits() / experiment.data().batchSize();
                meter.count(outcome.result().distortion(), bits);
                if (step % experiment.training().logEvery() == 0 || step == steps - 1) {
                    metrics.append(step, plan.learningRate(step), outcome.result(), bits, outcome.gradientNorm());
                }
                progress.at(step + 1, meter.line(outcome.result().loss(), plan.learningRate(step)));
                boolean asked = stop.getAsBoolean();
                if ((step + 1) % saveEvery == 0 || step + 1 == steps || asked) {
                    session.save(step + 1);
                    RunReport.writeCurves(folder, console);
                }
                if (asked && step + 1 < steps) {
                    return new Result(folder, Ending.STOPPED);
                }
            }
        }
        summarise(images, network, meter, share, steps);
        return new Result(folder, Ending.FINISHED);
    }

    private Prefetcher prefetcher(Batches batches, long first, long end) {
        int threads = experiment.data().threads() > 0 ? experiment.data().threads() : 1;
        return new Prefetcher(batches, first, end, threads, threads + 2);
    }

    private void summarise(TrainingImages images, Network network, Meter meter, double share, long steps) {
        Map<String, Object> summary = meter.summary();
        summary.put("experiment", experiment.experiment().name());
        summary.put("seed", experiment.experiment().seed());
        summary.put("steps", steps);
        summary.put("trainable_fraction", share);
        if (blueprint.entropy().isPresent()) {
            Tensors trained = network.tensors();
            byte[] codec = RunExport.codec(folder, trained, false).toBytes();
            RateCheck check =
                    new RateCheck(ImageEncoder.of(codec, "the run's codec"), blueprint.estimate(experiment, trained));
            summary.putAll(check.measure(images.heldOut(), console));
        }
        summary.put("peak_rss_bytes", Meter.peakMemory());
        folder.writeSummary(summary);
        RunReport.write(folder, experiment, network.tensors(), images.heldOut(), console);
    }

    private double checkShare(long trainable, Tensors tensors) {
        double share = (double) trainable / numbers(tensors);
        Span band = experiment.training().trainableShare();
        if (!band.contains(share)) {
            throw new UserException(String.format(
                    "training.trainable-share: %.4f of the numbers would train, outside the promised band [%s, %s]; change "
                            + "training.parameters or the band",
                    share, band.low(), band.high()));
        }
        return share;
    }

    /** All numbers of a model; fixed positions are not counted, as in the paper's 10.4 %. */
    private static long numbers(Tensors tensors) {
        return tensors.all().entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith("pos_embed"))
                .mapToLong(entry -> entry.getValue().length)
                .sum();
    }
}
