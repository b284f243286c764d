package org.nec4j.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every setting of an experiment has a reader that changes something: of two runs that differ in one setting alone, what that setting
 * promises to change differs, and no setting is without such a promise here.
 */
class SettingsTest {
    @TempDir
    private static Path folder;

    private static final Map<String, Map<Watched, String>> RUNS = new HashMap<>();

    /**
     * What a setting changes.
     *
     * @param key   the setting
     * @param value what it is set to in one of the two runs
     * @param what  differs between them
     * @param given settings of both runs, for they give the setting something to change
     */
    record Change(String key, String value, Watched what, String given) {
        @Override
        public String toString() {
            return key + " = " + value + " changes " + what;
        }
    }

    private static Change change(String key, String value, Watched what, String... given) {
        return new Change(key, value, what, String.join("\n", given));
    }

    static List<Change> changes() {
        List<Change> all = new ArrayList<>();
        all.addAll(ofTheExperiment());
        all.addAll(ofTheModel());
        all.addAll(ofTheEncoderAndTheDecoder());
        all.addAll(ofTheData());
        all.addAll(ofTheObjective());
        all.addAll(ofTheDistillation());
        all.addAll(ofTheTraining());
        all.add(change("transform.layers", "pooled-and-tokens", Watched.FITTED_CODEC));
        all.add(change("transform.step", "3", Watched.FITTED_CODEC));
        all.add(change("transform.pooled-step", "0.25", Watched.FITTED_CODEC, "transform.layers = pooled-and-tokens"));
        all.add(change("transform.context", "false", Watched.FITTED_CODEC, "transform.layers = pooled-and-tokens"));
        all.add(change("evaluation.batch-size", "3", Watched.BATCHES_EMBEDDED));
        return all;
    }

    private static List<Change> ofTheExperiment() {
        return List.of(
                change("experiment.name", "other", Watched.FOLDER),
                change("experiment.title", "\"Another title\"", Watched.PAGE_TITLE),
                change("experiment.seed", "7", Watched.START),
                change("experiment.runs", "elsewhere", Watched.FOLDER));
    }

    private static List<Change> ofTheModel() {
        String bands = "data { sets = [bands.conf], mean = [0.4, 0.4], std = [0.2, 0.2] }";
        return List.of(
                change("model.checkpoint", "three.safetensors", Watched.START),
                change("model.preset", "four", Watched.TRAINED),
                change("model.image-size", "8", Watched.START),
                change("model.patch-size", "8", Watched.START),
                change("model.channels", "2", Watched.START, bands),
                change(
                        "model.channel-adaptation",
                        "repeat",
                        Watched.START,
                        bands,
                        "model { checkpoint = three.safetensors, channels = 2 }"),
                change("model.dim", "16", Watched.START),
                change("model.depth", "3", Watched.START),
                change("model.heads", "4", Watched.TRAINED),
                change("model.decoder-dim", "16", Watched.START),
                change("model.decoder-depth", "2", Watched.START),
                change("model.decoder-heads", "4", Watched.TRAINED),
                change("model.mlp-ratio", "2", Watched.START),
                change("model.layer-norm-epsilon", "1e-2", Watched.TRAINED));
    }

    private static List<Change> ofTheEncoderAndTheDecoder() {
        String three = "model.checkpoint = three.safetensors";
        return List.of(
                change("model.encoder.class-token", "false", Watched.START),
                change("model.encoder.registers", "2", Watched.START),
                change("model.encoder.pre-norm", "true", Watched.START),
                change("model.encoder.activation", "quick-gelu", Watched.TRAINED),
                change(
                        "model.encoder.position-resampling",
                        "antialiased",
                        Watched.START,
                        three,
                        "model.image-size = 32"),
                change("model.encoder.position-grid", "[2, 8]", Watched.START, three),
                change("model.decoder", "warm-up", Watched.START, three, "model.decoder-steps = 1"),
                change(
                        "model.decoder-steps",
                        "2",
                        Watched.START,
                        three,
                        "model { decoder = warm-up, decoder-steps = 1 }"));
    }

    private static List<Change> ofTheData() {
        String eight = "training.length = 8 steps";
        return List.of(
                change("data.sets", "[others.conf]", Watched.TRAINED),
                change("data.train-splits", "[train, val]", Watched.TRAINED),
                change("data.batch-size", "3", Watched.TRAINED),
                change("data.mean", "[0, 0, 0]", Watched.TRAINED),
                change("data.std", "[1, 1, 1]", Watched.TRAINED),
                change("data.crop-scale", "[1, 1]", Watched.TRAINED),
                change("data.crop-aspect", "1", Watched.TRAINED),
                change("data.symmetries", "all", Watched.TRAINED),
                change("data.enlarge", "true", Watched.REFUSAL, "model { image-size = 64, patch-size = 16 }"),
                change("data.shrink", "20", Watched.TRAINED),
                change("data.cache-megabytes", "0", Watched.REFUSAL, "data.sets = [files.conf]", eight),
                change("data.threads", "7", Watched.THREADS, eight),
                change("data.check", "off", Watched.REFUSAL, "data.sets = [broken.conf]"),
                change("data.copies", "allow", Watched.REFUSAL, "data.sets = [copies.conf]"));
    }

    private static List<Change> ofTheObjective() {
        String side = "entropy { model = hyperprior, hyperprior { width = 8, heads = 4, blocks = 2 } }";
        return List.of(
                change("objective.kind", "mae", Watched.START),
                change("objective.lambda", "2e4", Watched.TRAINED),
                change("objective.lambda-convention", "batch-sum", Watched.TRAINED),
                change("objective.mask-ratio", "0.5", Watched.TRAINED),
                change("objective.normalized-pixels", "true", Watched.TRAINED),
                // The two formulas differ where sigmoids leave float32 no digits: far from a narrow density.
                change("objective.likelihood", "difference", Watched.TRAINED, "entropy.init-scale = 0.05"),
                change("entropy.model", "hyperprior", Watched.START),
                change("entropy.hyperprior.width", "16", Watched.START, side),
                change("entropy.hyperprior.heads", "2", Watched.TRAINED, side),
                change("entropy.hyperprior.blocks", "1", Watched.START, side),
                change("entropy.filters", "[2, 2]", Watched.START),
                change("entropy.init-scale", "5", Watched.START),
                change("entropy.tail-mass", "1e-2", Watched.MEASURED),
                change("entropy.likelihood-bound", "0.1", Watched.TRAINED));
    }

    private static List<Change> ofTheDistillation() {
        String distilled = """
                objective.kind = distill
                entropy.model = transform
                training.parameters = [
                  { pattern = "{blocks.-1,norm,transform,postfilter}.*", train = true }
                  { pattern = "*", train = false }
                ]
                """;
        return List.of(
                change("objective.distill.weight", "3", Watched.TRAINED, distilled),
                change("objective.distill.steps", "[1, 2]", Watched.TRAINED, distilled),
                change("objective.distill.pull", "0.5", Watched.TRAINED, distilled),
                change("objective.distill.pooled-ratio", "2", Watched.TRAINED, distilled),
                change("objective.distill.filter-width", "4", Watched.START, distilled),
                change("objective.distill.filter-mlp-ratio", "2", Watched.START, distilled),
                change("objective.distill.view", "crops", Watched.TRAINED, distilled),
                // A file that is there already and holds something else.
                change("objective.distill.cache", "scenes.conf", Watched.REFUSAL, distilled),
                change("entropy.transform.components", "2", Watched.START, distilled),
                // Coarse steps leave this tiny encoder no coefficient near where magnitudes round up.
                change(
                        "entropy.transform.rounding",
                        "0.2",
                        Watched.TRAINED,
                        distilled,
                        "objective.distill.steps = [0.02, 0.1]"),
                change(
                        "entropy.transform.bit-price",
                        "0.3",
                        Watched.TRAINED,
                        distilled,
                        "objective.distill.steps = [0.02, 0.1]"),
                change(
                        "entropy.transform.symbol-share",
                        "0.9",
                        Watched.TRAINED,
                        distilled,
                        "objective.distill.steps = [0.02, 0.1]",
                        "entropy.transform.bit-price = 0.1"),
                change(
                        "entropy.transform.priced-after",
                        "1",
                        Watched.TRAINED,
                        distilled,
                        "objective.distill.steps = [0.02, 0.1]",
                        "entropy.transform.bit-price = 0.1",
                        "training.validation.keep-best = 0"));
    }

    private static List<Change> ofTheTraining() {
        String five = "training.length = 5 steps";
        String often = "training.checkpoint-every = 1 steps";
        return List.of(
                change("training.length", "3 steps", Watched.STATES),
                change(
                        "training.parameters",
                        "[{ pattern = \"*pos_embed\", train = false }, { pattern = \"*\", train = true }]",
                        Watched.TRAINED),
                change("training.trainable-share", "[0.99, 1]", Watched.REFUSAL),
                change("training.optimizer.learning-rate", "1e-3", Watched.TRAINED),
                change("training.optimizer.betas", "[0.5, 0.5]", Watched.TRAINED),
                change("training.optimizer.weight-decay", "0.5", Watched.TRAINED),
                change("training.optimizer.epsilon", "0.1", Watched.TRAINED),
                change("training.auxiliary.learning-rate", "1e-3", Watched.TRAINED),
                change("training.auxiliary.betas", "[0.5, 0.5]", Watched.TRAINED),
                change("training.auxiliary.epsilon", "0.1", Watched.TRAINED),
                change("training.schedule.kind", "constant", Watched.TRAINED),
                change("training.schedule.warmup", "1 steps", Watched.TRAINED),
                change("training.schedule.minimum-learning-rate", "1e-4", Watched.TRAINED),
                change("training.clip-norm", "1e-9", Watched.TRAINED),
                change("training.accumulate", "2", Watched.TRAINED),
                // A build without oneDNN refuses it; what it changes in a run is tested where oneDNN is.
                change("training.frozen-precision", "bfloat16", Watched.REFUSAL),
                change("training.explosion-factor", "null", Watched.REFUSAL, EXPLODING),
                change("training.validation.images", "0", Watched.HELD_OUT),
                change("training.validation.keep-best", "4", Watched.STATES, often, five),
                change("training.validation.best-by", "bits-per-image", Watched.BEST),
                change("training.validation.pictures", "1", Watched.EVENTS),
                change("training.early-stopping.patience", "1", Watched.STATES, often, five, WORSE),
                change(
                        "training.early-stopping.min-delta",
                        "1e9",
                        Watched.STATES,
                        often,
                        five,
                        "training.early-stopping.patience = 2"),
                change("training.checkpoint-every", "3 steps", Watched.HELD_OUT, five),
                change("training.log-every", "2", Watched.LOGGED, five));
    }

    /** Losses on held-out images rise from the first step on. */
    private static final String WORSE =
            "training { optimizer.learning-rate = 10, schedule.kind = constant, explosion-factor = null }";

    private static final String EXPLODING = """
            training {
              optimizer.learning-rate = 10, schedule.kind = constant, checkpoint-every = 1 steps
              explosion-factor = 1.0001, length = 4 steps
            }
            """;

    @BeforeAll
    static void imagesAndWeights() throws IOException {
        WatchedRun.inputs(folder);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void changesWhatItPromises(Change change) {
        String before = watched(change, change.given());
        String after = watched(change, change.given() + "\n" + change.key() + " = " + change.value());

        assertThat(after).as(change.toString()).isNotEqualTo(before);
        assertThat(change.what() != Watched.REFUSAL && after.isEmpty())
                .as(change + ", but the second run was refused")
                .isFalse();
    }

    @Test
    void allPromiseToChangeSomething() {
        List<String> settings = new ArrayList<>();
        leaves(Experiment.class, "", settings);

        assertThat(settings).hasSizeGreaterThan(60);
        assertThat(changes()).extracting(Change::key).containsExactlyInAnyOrderElementsOf(settings);
    }

    private static void leaves(Class<?> record, String prefix, List<String> into) {
        for (RecordComponent component : record.getRecordComponents()) {
            String key = prefix + Names.key(component.getName());
            if (Schema.isBlock(component.getType())) {
                leaves(component.getType(), key + ".", into);
            } else {
                into.add(key);
            }
        }
        for (Choice choice : Choices.withSettings(record)) {
            if (isOurs(choice.getClass())) {
                leaves(choice.getClass(), prefix + choice.word() + ".", into);
            }
        }
    }

    /** Not those of the examples among the tests. */
    private static boolean isOurs(Class<?> choice) {
        return choice.getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .equals(Experiment.class.getProtectionDomain().getCodeSource().getLocation());
    }

    private static String watched(Change change, String settings) {
        boolean fits = change.what().isOfAFit();
        return RUNS.computeIfAbsent((fits ? "fit\n" : "train\n") + settings, key -> {
                    try {
                        return WatchedRun.of(folder, settings, fits);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .getOrDefault(change.what(), "");
    }
}
