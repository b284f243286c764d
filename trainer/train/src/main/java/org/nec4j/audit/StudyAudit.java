package org.nec4j.audit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.nec4j.assembly.TransformDesign;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Examined;
import org.nec4j.config.Experiment;
import org.nec4j.config.ImageSides;
import org.nec4j.config.Problem;
import org.nec4j.config.StudySettings;

/** Looks for what does not fit within a study, and in the experiments and the data set that it names. */
final class StudyAudit {
    /** What only a classification reads. */
    private static final List<String> CLASSIFICATION_ONLY = List.of(
            "heads",
            "share",
            "systems.pooled",
            "systems.pooled-signs",
            "systems.sliced",
            "systems.low-rank",
            "systems.pruned",
            "systems.learnt-bits",
            "fine-tune.epochs",
            "fine-tune.batch-size");

    private static final String SEGMENTATION = "segmentation";

    private final Examined<StudySettings> examined;
    private final StudySettings study;
    private final List<Problem> found;
    private final List<String> elsewhere = new ArrayList<>();

    private StudyAudit(Examined<StudySettings> examined, StudySettings study) {
        this.examined = examined;
        this.study = study;
        this.found = new ArrayList<>(examined.problems());
    }

    /** All that is wrong with a study and what it names, a sentence or several lines each. */
    static List<String> of(Examined<StudySettings> examined) {
        return examined.settings()
                .map(study -> new StudyAudit(examined, study).look())
                .orElseGet(() ->
                        examined.problems().stream().map(Problem::sentence).toList());
    }

    private List<String> look() {
        task();
        fineTune();
        Optional<Experiment> base = examined.isWrong("base") ? Optional.empty() : base();
        base.ifPresent(this::widths);
        base.ifPresent(this::squares);
        points(base);
        if (!examined.isWrong("data")) {
            data(base);
        }
        return Stream.concat(found.stream().map(Problem::sentence), elsewhere.stream())
                .distinct()
                .toList();
    }

    private void problem(String key, String message) {
        if (!examined.isWrong(key)) {
            found.add(new Problem(examined.origin(key), key, message));
        }
    }

    private void task() {
        if (study.task() == StudySettings.Task.SEGMENTATION) {
            CLASSIFICATION_ONLY.stream()
                    .filter(examined::isStated)
                    .forEach(key -> problem(
                            key, "is not read where task = segmentation, whose head is described under segmentation"));
        } else if (examined.isStated(SEGMENTATION)
                || examined.origins().keySet().stream()
                        .anyMatch(key -> key.startsWith(SEGMENTATION + ".") && examined.isStated(key))) {
            problem(SEGMENTATION, "is not read where task = classification; take it away or set task = segmentation");
        }
    }

    private void fineTune() {
        StudySettings.Systems systems = study.systems();
        boolean pixels = systems.raw()
                || systems.rawHalf()
                || systems.png()
                || !systems.jpeg().isEmpty()
                || !systems.jpeg2000().isEmpty()
                || !systems.webp().isEmpty();
        if (study.fineTune().enabled() && !pixels) {
            problem(
                    "fine-tune.enabled",
                    "asks for what needs pixels, but no system gives any; name raw, raw-half, png, jpeg, jpeg2000 or webp");
        }
    }

    /** Systems must fit the width of the embedding. */
    private void widths(Experiment base) {
        int dim = base.model().dim();
        StudySettings.Systems systems = study.systems();
        each("systems.product", systems.product(), n -> dim % n == 0, "bytes a token do not divide model.dim = " + dim);
        each("systems.pooled", systems.pooled(), n -> n <= dim, "components are more than model.dim = " + dim);
        each("systems.sliced", systems.sliced(), n -> n <= dim, "components are more than model.dim = " + dim);
        each("systems.low-rank", systems.lowRank(), n -> n <= dim, "components are more than model.dim = " + dim);
        each("systems.pruned", systems.pruned(), n -> n <= dim, "components are more than model.dim = " + dim);
    }

    /** The transform codec of one layer has one cosine transform for both sides of the grid. */
    private void squares(Experiment base) {
        ImageSides sides = base.model().imageSize();
        if (!sides.isSquare()) {
            String why = "codes tokens over a square grid, and the base has model.image-size = " + sides + "; ";
            if (!study.systems().transform().isEmpty()) {
                problem("systems.transform", why + "name systems.layered instead");
            }
            if (!study.systems().factorized().isEmpty()) {
                problem("systems.factorized", why + "take it away");
            }
        }
    }

    private void each(String key, List<Integer> values, IntPredicate fits, String message) {
        for (int i = 0; i < values.size(); i++) {
            if (!fits.test(values.get(i))) {
                problem(key + "[" + i + "]", "is " + values.get(i) + "; so many " + message + " of the base");
            }
        }
    }

    private void points(Optional<Experiment> base) {
        for (int i = 0; i < study.systems().distilled().size(); i++) {
            distilled(
                    "systems.distilled[" + i + "]", study.systems().distilled().get(i));
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < study.systems().nec().size(); i++) {
            StudySettings.TrainedPoint point = study.systems().nec().get(i);
            String key = "systems.nec[" + i + "]";
            if (!names.add(point.system() + ", " + point.setting())) {
                problem(
                        key,
                        "has the system and the setting of an earlier point, \"" + point.system() + "\" and \""
                                + point.setting() + "\"; tell them apart");
            }
            if (point.config().isEmpty() || examined.isWrong(key + ".config")) {
                continue;
            }
            Optional<Experiment> trained =
                    experiment(Configs.examineExperiment(point.config().get(), point.settings()));
            trained.filter(e -> !e.objective().kind().codes())
                    .ifPresent(e -> problem(
                            key,
                            "names an experiment with objective.kind = "
                                    + e.objective().kind().word() + ", which trains no codec"));
            if (study.task() == StudySettings.Task.SEGMENTATION && trained.isPresent() && base.isPresent()) {
                ImageSides sides = trained.get().model().imageSize();
                ImageSides tiles = base.get().model().imageSize();
                if (!sides.equals(tiles)) {
                    problem(
                            key,
                            "names an experiment with model.image-size = " + sides + ", but the base's tiles have "
                                    + tiles + " pixels");
                }
            }
        }
    }

    private void distilled(String key, StudySettings.DistilledCodec codec) {
        if (codec.steps().isEmpty() && codec.pooledSteps().isEmpty()) {
            problem(key + ".steps", "and pooled-steps are empty; name a step to measure at");
        }
        if (!examined.isWrong(key + ".config")) {
            experiment(Configs.examineExperiment(codec.config(), codec.settings()))
                    .filter(e -> !e.objective().kind().word().equals(TransformDesign.OBJECTIVE))
                    .ifPresent(e -> problem(
                            key + ".config",
                            "names an experiment with objective.kind = "
                                    + e.objective().kind().word()
                                    + ", which is no distillation; name it under systems.nec"));
        }
    }

    /** The base is not trained, so that it only has to be readable. */
    private Optional<Experiment> base() {
        Examined<Experiment> base = Configs.examineExperiment(study.base(), List.of());
        base.problems().forEach(problem -> elsewhere.add(problem.sentence()));
        return base.problems().isEmpty() ? base.settings() : Optional.empty();
    }

    /** Notes what is wrong with an experiment that the study trains. */
    private Optional<Experiment> experiment(Examined<Experiment> named) {
        elsewhere.addAll(Validation.problems(named, new DatasetAudit()));
        return named.problems().isEmpty() ? named.settings() : Optional.empty();
    }

    private void data(Optional<Experiment> base) {
        DatasetDescription description;
        try {
            description = Configs.dataset(study.data()).settings();
        } catch (UserException e) {
            elsewhere.add(e.getMessage());
            return;
        }
        boolean isDrawn = description.kind().isDrawn();
        if (study.task() == StudySettings.Task.SEGMENTATION
                && !isDrawn
                && description.classes().size() < 2) {
            problem(
                    "data",
                    "names " + description.name() + ", whose description lists "
                            + description.classes().size() + " classes; a segmentation needs two or more");
        }
        int given = description.samples() == DatasetDescription.Samples.RGB
                ? 3
                : description.bands().size();
        base.map(e -> e.model().channels())
                .filter(channels -> given != 0 && channels != given)
                .ifPresent(channels -> problem(
                        "data",
                        "names " + description.name() + ", which gives " + given
                                + " bands, but the base has model.channels = " + channels));
    }
}
