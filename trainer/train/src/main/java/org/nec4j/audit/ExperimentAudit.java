package org.nec4j.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.nec4j.assembly.TransformDesign;
import org.nec4j.config.Choice;
import org.nec4j.config.Choices;
import org.nec4j.config.EntropyChoice;
import org.nec4j.config.Examined;
import org.nec4j.config.Experiment;
import org.nec4j.config.ImageSides;
import org.nec4j.config.Length;
import org.nec4j.config.ModelSettings;
import org.nec4j.config.ObjectiveChoice;
import org.nec4j.config.ObjectiveSettings;
import org.nec4j.config.Problem;
import org.nec4j.config.ScheduleSettings;
import org.nec4j.config.ValidationSettings;
import org.nec4j.data.RandomMasking;

/**
 * Looks for settings of an experiment that are sound each by itself and make no sense together. A sentence about a setting that is
 * wrong by itself would mislead, and is left out.
 */
final class ExperimentAudit {
    private final Examined<Experiment> examined;
    private final Experiment experiment;
    private final Findings found;

    private ExperimentAudit(Examined<Experiment> examined, Experiment experiment) {
        this.examined = examined;
        this.experiment = experiment;
        this.found = new Findings(examined);
    }

    /**
     * Everything that needs no look at data sets.
     *
     * @param perEpoch steps of an epoch, where it is known
     */
    static List<Problem> of(Examined<Experiment> examined, OptionalLong perEpoch) {
        return examined.settings()
                .map(experiment -> new ExperimentAudit(examined, experiment).look(perEpoch))
                .orElse(List.of());
    }

    private List<Problem> look(OptionalLong perEpoch) {
        objective();
        prices(perEpoch);
        lengths(perEpoch);
        images();
        if (fits()) {
            ParameterAudit.of(experiment, found);
        }
        return found.problems();
    }

    private void unless(boolean holds, String key, String message, String... others) {
        found.unless(holds, key, message, others);
    }

    private void objective() {
        ObjectiveSettings objective = experiment.objective();
        ignored("objective.kind", objective.kind(), Choices.of(ObjectiveChoice.class));
        ignored("entropy.model", experiment.entropy().model(), Choices.of(EntropyChoice.class));
        ValidationSettings.Measure bestBy = experiment.training().validation().bestBy();
        unless(
                objective.kind().measures().contains(bestBy),
                "training.validation.best-by",
                "is " + word(bestBy) + ", which objective.kind = "
                        + objective.kind().word() + " does not have; take "
                        + objective.kind().measures().stream()
                                .sorted()
                                .map(ExperimentAudit::word)
                                .collect(Collectors.joining(" or ")),
                "objective.kind");
        boolean stopsEarly = experiment.training().earlyStopping().patience().isPresent();
        unless(
                !stopsEarly || experiment.training().validation().images() > 0,
                "training.early-stopping.patience",
                "waits for held-out images, and training.validation.images = 0 measures none; raise that or take it away",
                "training.validation.images");
        unless(
                stopsEarly || !isMeant("training.early-stopping.min-delta", "training.early-stopping.patience"),
                "training.early-stopping.min-delta",
                "is not read where training.early-stopping.patience = null; state a patience or take it away",
                "training.early-stopping.patience");
        int patches = experiment.model().patches();
        int kept = (int) (patches * (1 - objective.maskRatio()));
        unless(
                objective.kind().ignores().containsKey("objective.mask-ratio")
                        || kept >= 1 && RandomMasking.kept(patches, objective.maskRatio()) < patches,
                "objective.mask-ratio",
                "of " + objective.maskRatio() + " hides " + (patches - kept) + " of " + patches
                        + " patches; at least one must be hidden and one seen",
                "model.image-size",
                "model.patch-size");
    }

    /** What only a price of bits makes sense of. */
    private void prices(OptionalLong perEpoch) {
        if (!(experiment.entropy().model() instanceof TransformDesign transform)) {
            return;
        }
        String price = "entropy.transform.bit-price";
        String after = "entropy.transform.priced-after";
        for (String key : List.of("entropy.transform.symbol-share", after)) {
            unless(
                    transform.bitPrice() > 0 || !isMeant(key, price),
                    key,
                    "is not read where " + price + " = 0; state a price or take it away",
                    price);
        }
        ValidationSettings held = experiment.training().validation();
        boolean isChosen = held.keepBest() > 0
                || experiment.training().earlyStopping().patience().isPresent();
        unless(
                transform.bitPrice() == 0 || transform.pricedAfter() == 0 || held.images() == 0 || !isChosen,
                after,
                "changes what a step stands for, so that states of before and behind it do not compare on held-out images; set"
                        + " training.validation.keep-best = 0 and no training.early-stopping.patience",
                price,
                "training.validation",
                "training.early-stopping");
        Length training = experiment.training().length();
        Length priced = new Length(transform.pricedAfter() + 1.0, Length.Unit.STEPS);
        unless(
                transform.bitPrice() == 0
                        || !examined.isStatedBeside(after, "training.length")
                        || !isLonger(priced, training, perEpoch),
                after,
                "of " + transform.pricedAfter() + " leaves no step of the training of " + training
                        + ", so that bits would never have their price; lower it or take bit-price away",
                "training.length");
    }

    /** Whether a setting is meant to be read: it is stated, and no other file states what switches it off. */
    private boolean isMeant(String key, String switchedBy) {
        return examined.isStated(key) && (!examined.isStated(switchedBy) || examined.isStatedBeside(key, switchedBy));
    }

    /** Whether objective and entropy model go together; where not, nobody knows which tensors there are. */
    private boolean fits() {
        ObjectiveChoice objective = experiment.objective().kind();
        EntropyChoice entropy = experiment.entropy().model();
        Optional<String> wanted = objective.codesWith().filter(word -> !word.equals(entropy.word()));
        Optional<String> alone = entropy.onlyWith().filter(word -> objective.codes() && !word.equals(objective.word()));
        wanted.ifPresent(word -> unless(
                false,
                "entropy.model",
                "is " + entropy.word() + ", and objective.kind = " + objective.word() + " trains none but " + word
                        + "; set entropy.model = " + word,
                "objective.kind"));
        alone.ifPresent(word -> unless(
                false,
                "entropy.model",
                "is " + entropy.word() + ", which objective.kind = " + objective.word()
                        + " does not train; set objective.kind = " + word,
                "objective.kind"));
        return wanted.isEmpty() && alone.isEmpty();
    }

    /** What the chosen one of several does not read, and the blocks of the others, stated in the file that chooses it. */
    private void ignored(String chooser, Choice chosen, List<? extends Choice> all) {
        String block = chooser.substring(0, chooser.indexOf('.') + 1);
        Map<String, String> ignored = new LinkedHashMap<>(chosen.ignores());
        all.stream()
                .filter(other ->
                        !other.word().equals(chosen.word()) && other.getClass().getRecordComponents().length > 0)
                .forEach(other -> ignored.putIfAbsent(block + other.word(), "; take it away"));
        ignored.forEach((key, rest) -> unless(
                !isStatedBeside(key, chooser),
                key,
                "is not read where " + chooser + " = " + chosen.word() + rest,
                chooser));
    }

    private static String word(ValidationSettings.Measure measure) {
        return measure.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private boolean isStatedBeside(String key, String other) {
        return examined.isStatedBeside(key, other)
                || examined.origins().keySet().stream()
                        .anyMatch(inner -> inner.startsWith(key + ".") && examined.isStatedBeside(inner, other));
    }

    private void lengths(OptionalLong perEpoch) {
        Length length = experiment.training().length();
        ScheduleSettings schedule = experiment.training().schedule();
        unless(
                perEpoch.isEmpty() || length.steps(perEpoch.getAsLong()) > 0,
                "training.length",
                "of " + length + " is no step where an epoch has " + perEpoch.orElse(0));
        unless(
                !isLonger(schedule.warmup(), length, perEpoch),
                "training.schedule.warmup",
                "of " + schedule.warmup() + " is longer than the training of " + length,
                "training.length");
        Length every = experiment.training().checkpointEvery();
        unless(
                !examined.isStatedBeside("training.checkpoint-every", "training.length")
                        || !isLonger(every, length, perEpoch),
                "training.checkpoint-every",
                "of " + every + " is longer than the training of " + length
                        + ", so that nothing is saved before its end",
                "training.length");
        double peak = experiment.training().optimizer().learningRate();
        unless(
                schedule.kind() == ScheduleSettings.Kind.CONSTANT || schedule.minimumLearningRate() <= peak,
                "training.schedule.minimum-learning-rate",
                "of " + schedule.minimumLearningRate() + " is above the peak, training.optimizer.learning-rate = "
                        + peak,
                "training.optimizer.learning-rate");
        unless(
                schedule.kind() == ScheduleSettings.Kind.COSINE
                        || !examined.isStatedBeside(
                                "training.schedule.minimum-learning-rate", "training.schedule.kind"),
                "training.schedule.minimum-learning-rate",
                "is not read where training.schedule.kind = constant; take it away",
                "training.schedule.kind");
    }

    /** Whether one length exceeds another, as far as an epoch's steps are known. */
    private static boolean isLonger(Length one, Length other, OptionalLong perEpoch) {
        if (one.unit() == other.unit()) {
            return one.amount() > other.amount();
        }
        return perEpoch.isPresent() && one.steps(perEpoch.getAsLong()) > other.steps(perEpoch.getAsLong());
    }

    private void images() {
        ImageSides sides = experiment.model().imageSize();
        experiment
                .data()
                .shrink()
                .ifPresent(shorter -> unless(
                        shorter >= sides.longer() || experiment.data().enlarge(),
                        "data.shrink",
                        "makes images of " + shorter + " pixels, smaller than model.image-size = " + sides
                                + "; raise it or set data.enlarge = true",
                        "model.image-size"));
        unless(
                experiment.model().decoder() == ModelSettings.DecoderStart.CHECKPOINT
                        || experiment.model().checkpoint().isPresent(),
                "model.decoder",
                "is warm-up, which trains a decoder on the encoder of a checkpoint; name one in model.checkpoint or take it away");
        Path runs = experiment.experiment().runs();
        unless(
                !Files.exists(runs) || Files.isDirectory(runs),
                "experiment.runs",
                "names " + runs + ", which is a file; name a folder");
    }
}
