package org.nec4j.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.assembly.TrainingImages;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Examined;
import org.nec4j.config.Experiment;
import org.nec4j.config.ImageSides;
import org.nec4j.config.Problem;
import org.nec4j.data.Split;

/**
 * Looks for what does not fit between an experiment and the data sets it names. Folders are listed where they are here; no image is
 * opened.
 */
final class DatasetAudit {
    private final Set<String> absent = new LinkedHashSet<>();

    /** Names of the data sets whose images are not here. */
    Set<String> absent() {
        return absent;
    }

    /**
     * Adds what is wrong, and tells how many steps an epoch has where all images are here.
     *
     * @param problems  receives what stands in the experiment
     * @param elsewhere receives what stands in descriptions and folders
     */
    OptionalLong look(
            Examined<Experiment> examined, Experiment experiment, List<Problem> problems, List<String> elsewhere) {
        if (examined.isWrong("data.sets") || examined.isWrong("data.train-splits")) {
            return OptionalLong.empty();
        }
        long images = 0;
        boolean complete = true;
        List<DatasetDescription> descriptions = new ArrayList<>();
        for (int i = 0; i < experiment.data().sets().size(); i++) {
            String key = "data.sets[" + i + "]";
            Optional<DatasetDescription> description =
                    description(experiment.data().sets().get(i), elsewhere);
            description.ifPresent(descriptions::add);
            Optional<OpenedSet> set = description.flatMap(d -> open(d, elsewhere));
            complete &= set.isPresent();
            if (description.isPresent()) {
                fits(examined, experiment, description.get(), key, problems);
            }
            if (set.isPresent()) {
                images += learnt(examined, experiment, set.get(), key, problems);
            }
        }
        if (descriptions.size() == experiment.data().sets().size()) {
            agree(examined, descriptions, problems);
        }
        int batch = experiment.data().batchSize();
        if (!complete || images == 0 || examined.isWrong("data.batch-size")) {
            return OptionalLong.empty();
        }
        if (batch > images) {
            problems.add(new Problem(
                    examined.origin("data.batch-size"),
                    "data.batch-size",
                    "is " + batch + ", but there are " + images + " images to learn from; lower it or add images"));
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Math.max(1, images / batch / experiment.training().accumulate()));
    }

    private static Optional<DatasetDescription> description(Path file, List<String> elsewhere) {
        try {
            return Optional.of(Configs.dataset(file).settings());
        } catch (UserException e) {
            elsewhere.add(e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<OpenedSet> open(DatasetDescription description, List<String> elsewhere) {
        if (!description.folder().map(Files::isDirectory).orElse(true)) {
            absent.add(description.name());
            return Optional.empty();
        }
        try {
            return Optional.of(OpenedSet.open(description));
        } catch (UserException e) {
            elsewhere.add(e.getMessage() + ".");
            return Optional.empty();
        }
    }

    /** How many images of a set are learnt from. */
    private static long learnt(
            Examined<Experiment> examined, Experiment experiment, OpenedSet set, String key, List<Problem> problems) {
        List<Split> splits = experiment.data().trainSplits().stream()
                .map(split -> Split.valueOf(split.name()))
                .toList();
        long count = set.dataset().samples().stream()
                .filter(sample -> splits.contains(sample.split()))
                .count();
        if (count == 0) {
            problems.add(new Problem(
                    examined.origin("data.train-splits"),
                    "data.train-splits",
                    "names "
                            + String.join(", ", splits.stream().map(Split::word).toList()) + ", of which data set "
                            + set.dataset().name() + " (" + key + ") has no image"));
        }
        return count;
    }

    private static void fits(
            Examined<Experiment> examined,
            Experiment experiment,
            DatasetDescription description,
            String key,
            List<Problem> problems) {
        int channels = experiment.model().channels();
        boolean isRgb = description.samples() == DatasetDescription.Samples.RGB;
        int given = isRgb ? 3 : description.bands().size();
        if (given != 0 && given != channels && !examined.isWrong("model.channels")) {
            problems.add(new Problem(
                    examined.origin("model.channels"),
                    "model.channels",
                    "is " + channels + ", but data set " + description.name() + " (" + key + ") gives " + given
                            + (isRgb ? " (samples = rgb)" : " bands")));
        }
        ImageSides sides = experiment.model().imageSize();
        boolean isDrawn = description.kind().isDrawn();
        if (isDrawn
                && description.synthetic().side() < sides.longer()
                && !experiment.data().enlarge()
                && !examined.isWrong("model.image-size")) {
            problems.add(new Problem(
                    examined.origin("model.image-size"),
                    "model.image-size",
                    "is " + sides + ", but data set " + description.name() + " (" + key
                            + ") draws images of " + description.synthetic().side()
                            + " pixels; lower it or set data.enlarge = true"));
        }
        if (!isRgb) {
            TrainingImages.scaleProblems(experiment.data(), description.name())
                    .forEach((setting, what) -> problems.add(new Problem(examined.origin(setting), setting, what)));
        }
    }

    private static void agree(
            Examined<Experiment> examined, List<DatasetDescription> descriptions, List<Problem> problems) {
        TrainingImages.disagreement(descriptions)
                .ifPresent(what -> problems.add(new Problem(examined.origin("data.sets"), "data.sets", what)));
    }
}
