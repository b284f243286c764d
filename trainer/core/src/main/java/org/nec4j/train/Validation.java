package org.nec4j.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.nec4j.codec.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Experiment;
import org.nec4j.config.ParameterRule;
import org.nec4j.config.ParameterRules;
import org.nec4j.config.Span;
import org.nec4j.config.Sweep;

/** The verb {@code validate}: everything that can be wrong with settings, told before data or weights are read. */
public final class Validation {
    private Validation() {}

    /**
     * Checks an experiment with the data set descriptions it names, a study, or a data set description.
     *
     * @return what the file is, in a sentence, and which images are not there
     * @throws UserException that lists every problem
     */
    public static String check(Path file) {
        return switch (Configs.kind(file)) {
            case EXPERIMENT -> experiment(file);
            case DATASET -> dataset(file);
            case STUDY -> study(file);
            case CHECKPOINT -> checkpoint(file);
        };
    }

    private static String study(Path file) {
        Configs.study(file);
        return file + ": a sound study.";
    }

    private static String checkpoint(Path file) {
        Configs.checkpoint(file);
        return file + ": a sound checkpoint description.";
    }

    private static String dataset(Path file) {
        DatasetDescription set = Configs.dataset(file).settings();
        return file + ": a sound data set description" + (isHere(set) ? "." : ", whose images are not here.");
    }

    private static String experiment(Path file) {
        Optional<Sweep> sweep = Configs.sweep(file, List.of());
        List<Experiment> experiments = sweep.isEmpty()
                ? List.of(Configs.experiment(file, List.of()).settings())
                : sweep.get().points().stream()
                        .map(point -> point.experiment().settings())
                        .toList();
        Set<String> problems = new LinkedHashSet<>();
        Set<String> absent = new LinkedHashSet<>();
        experiments.stream()
                .flatMap(experiment -> experiment.data().sets().stream())
                .distinct()
                .forEach(set -> collect(problems, () -> {
                    DatasetDescription description = Configs.dataset(set).settings();
                    if (!isHere(description)) {
                        absent.add(description.name());
                    }
                }));
        experiments.forEach(experiment -> collect(problems, () -> checkShare(file, experiment)));
        if (!problems.isEmpty()) {
            throw new UserException(String.join("\n", problems));
        }
        return file + ": "
                + sweep.map(points -> "a sound sweep of " + points.words()).orElse("a sound experiment")
                + (absent.isEmpty() ? "." : "; the images of " + String.join(" and ", absent) + " are not here.");
    }

    private static boolean isHere(DatasetDescription set) {
        return set.folder().map(Files::isDirectory).orElse(true);
    }

    private static void checkShare(Path file, Experiment experiment) {
        Map<String, long[]> shapes = Blueprint.of(experiment).tensorShapes();
        Map<String, ParameterRule> rules;
        try {
            rules = ParameterRules.assign(
                    experiment.training().parameters(),
                    shapes.keySet(),
                    experiment.model().depth(),
                    experiment.model().decoderDepth());
        } catch (UserException e) {
            throw new UserException(file + ": " + e.getMessage(), e);
        }
        double all = 0;
        double trainable = 0;
        for (Map.Entry<String, long[]> tensor : shapes.entrySet()) {
            if (!tensor.getKey().endsWith("pos_embed")) {
                long numbers = LongStream.of(tensor.getValue()).reduce(1, Math::multiplyExact);
                all += numbers;
                trainable += rules.get(tensor.getKey()).train() ? numbers : 0;
            }
        }
        Span band = experiment.training().trainableShare();
        if (!band.contains(trainable / all)) {
            throw new UserException(String.format(
                    "%s: training.trainable-share promises [%s, %s], but %.4f of the numbers would train.",
                    file, band.low(), band.high(), trainable / all));
        }
    }

    private static void collect(Set<String> problems, Runnable check) {
        try {
            check.run();
        } catch (UserException e) {
            problems.add(e.getMessage());
        }
    }
}
