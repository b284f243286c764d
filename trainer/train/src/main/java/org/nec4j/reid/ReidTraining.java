package org.nec4j.reid;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.MetricsFile;
import org.nec4j.run.PlainRun;
import org.nec4j.run.PlainSteps;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunLock;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.step.CodeStepper;
import org.nec4j.step.WholeGraph;

/**
 * Trains codes for re-identification in a run's folder: stage by stage, then codes every view that is searched to real bytes and scores what is decoded.
 * A stopped run goes on to the same bits: identities and views of a step depend on seed and step.
 */
public final class ReidTraining {
    private static final List<String> COLUMNS =
            List.of("cross_entropy", "triplet_loss", "gradient_norm", "learning_rate", "width");
    private static final String ROUNDS = "rounds.csv";
    private static final List<String> ROUND_COLUMNS = List.of("width", "left", "least_norm_left", "most_norm_taken");

    private final PlainRun<ReidExperiment> run;
    private final Loaded<ReidExperiment> config;
    private final ReidExperiment settings;
    private final ReidModel model;
    private int stage;
    private CodeStepper stepper;

    private ReidTraining(PlainRun<ReidExperiment> run, Loaded<ReidExperiment> config, ReidModel model) {
        this.run = run;
        this.config = config;
        this.settings = config.settings();
        this.model = model;
    }

    /**
     * What a call left behind.
     *
     * @param folder   the run's
     * @param finished what the code is worth, once all steps are done
     */
    public record Result(Path folder, Optional<ReidResult> finished) {}

    /** Begins a run in a new folder and works on it until it is finished or {@code stop} says so, which is asked after every step. */
    public static Result train(Loaded<ReidExperiment> config, Console console, BooleanSupplier stop) {
        // What is wrong with the images shows before a folder is made.
        ReidGround ground = ReidGround.of(config.settings(), console);
        new ReidModel(config.settings(), ground);
        return train(config, RunFolder.place(config.settings().experiment(), Optional.empty()), ground, console, stop);
    }

    /** As above in this folder, on common ground that is there already; goes on where the folder holds the same run. */
    public static Result train(
            Loaded<ReidExperiment> config, Path folder, ReidGround ground, Console console, BooleanSupplier stop) {
        ReidModel model = new ReidModel(config.settings(), ground);
        try (RunLock lock = RunLock.take(folder)) {
            PlainRun<ReidExperiment> run =
                    ReidRun.isOne(folder) ? ReidRun.KIND.open(folder) : ReidRun.KIND.create(config, folder);
            return new ReidTraining(run, config, model).work(run.last(), Changes.none(), console, stop);
        }
    }

    /** Goes on with a run from its last saved state, to the bits of one that never stopped. */
    public static Result resume(Path folder, Changes changes, Console console, BooleanSupplier stop) {
        PlainRun<ReidExperiment> run = ReidRun.KIND.open(folder);
        try (RunLock lock = RunLock.take(folder)) {
            Loaded<ReidExperiment> config = run.config(changes.assignments());
            Optional<RunState> saved = run.last(); // a damaged one is told before images are read
            ReidModel model = new ReidModel(config.settings(), ReidGround.of(config.settings(), console));
            return new ReidTraining(run, config, model).work(saved, changes, console, stop);
        }
    }

    private Result work(Optional<RunState> saved, Changes changes, Console console, BooleanSupplier stop) {
        Map<String, String> images =
                Map.of("sha256 of the images", model.ground().data().digest());
        RunMemory memory = run.memory(config, images, changes, saved, console);
        long step = saved.map(RunState::step).orElse(0L);
        stage = model.stageOf(step);
        stepper = model.stepper(stage, saved.map(RunState::tensors).orElseGet(model::start));
        ReidExperiment.Training training = settings.training();
        try (MetricsFile rounds = MetricsFile.open(run.path().resolve(ROUNDS), ROUND_COLUMNS, step)) {
            PlainSteps steps = new PlainSteps(
                    run.path(),
                    COLUMNS,
                    new PlainSteps.Schedule(model.steps(), training.logEvery(), training.checkpointEvery()),
                    new Work(rounds));
            if (!steps.take(saved, memory, console, stop)) {
                return new Result(run.path(), Optional.empty());
            }
            while (stage < model.stages().size() - 1) {
                advance(rounds);
            }
        }
        return new Result(run.path(), Optional.of(finish()));
    }

    /** @param rounds the table of rounds of pruning */
    private final class Work implements PlainSteps.Work {
        private final MetricsFile rounds;

        Work(MetricsFile rounds) {
            this.rounds = rounds;
        }

        /** A state of exactly a stage's last step is still one of that stage; the next step begins the next. */
        @Override
        public WholeGraph graph() {
            return stepper.graph();
        }

        @Override
        public PlainSteps.Told step(long step) {
            while (step == model.stages().get(stage).end()) {
                advance(rounds);
            }
            CodeStepper.Outcome outcome = ReidTraining.this.step(step);
            Stage now = model.stages().get(stage);
            return new PlainSteps.Told(
                    String.format(
                            Locale.ROOT, "cross entropy %.3f, triplets %.3f", outcome.entropy(), outcome.triplets()),
                    outcome.entropy(),
                    outcome.triplets(),
                    outcome.gradientNorm(),
                    model.updates(stage).learningRate(step - now.first()),
                    now.width());
        }

        @Override
        public void saving() {
            rounds.force();
        }
    }

    private void advance(MetricsFile rounds) {
        int width = model.stages().get(stage).width();
        ReidModel.Next next = model.next(stage, stepper.graph().tensors());
        if (next.norms().length > 0) {
            double least = Double.POSITIVE_INFINITY;
            for (int kept : next.kept()) {
                least = Math.min(least, next.norms()[kept]);
            }
            double bound = least;
            double most = 0;
            for (double norm : next.norms()) {
                most = norm < bound ? Math.max(most, norm) : most;
            }
            rounds.append(model.stages().get(stage).end(), width, next.kept().length, least, most);
        }
        stage++;
        stepper = model.stepper(stage, next.numbers());
    }

    private CodeStepper.Outcome step(long step) {
        CodeStepper.Outcome outcome = model.step(stage, step, stepper);
        if (!outcome.isFinite()) {
            throw new UserException(run.path() + ": step " + step + ": the cross entropy is " + outcome.entropy()
                    + ", the triplet loss " + outcome.triplets()
                    + "; lower training.learning-rate or set training.clip-norm, and begin anew");
        }
        return outcome;
    }

    private ReidResult finish() {
        ReidGround ground = model.ground();
        Map<String, float[]> numbers = stepper.graph().tensors();
        Path file = ReidRun.codec(run.path());
        ReidCodec.of(
                        settings,
                        ground,
                        model.stages().get(stage).bits(),
                        numbers,
                        run.path().getFileName().toString())
                .write(file);
        Codec codec = Codec.open(file);
        List<float[]> decoded = new ArrayList<>();
        int bytes = 0;
        int payload = 0;
        for (float[] code : ground.codes(numbers, ground.test())) {
            byte[] stream = codec.encode(new Embedding(1, codec.dim(), code));
            bytes = stream.length;
            payload = Codec.payloadBytes(stream);
            decoded.add(codec.decode(stream).values());
        }
        ReidResult result = new ReidResult(
                OpenSetScores.of(ground.data().test(), decoded),
                ground.data().test().count(),
                payload,
                bytes,
                (double) Float.BYTES * ground.dim() / payload);
        AtomicFile.write(run.path().resolve("result.json"), result.toJson().getBytes(StandardCharsets.UTF_8));
        return result;
    }
}
