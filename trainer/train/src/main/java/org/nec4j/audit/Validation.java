package org.nec4j.audit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.Examined;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.Problem;
import org.nec4j.config.Sweep;
import org.nec4j.gridded.TimeRanges;

/** The verb {@code validate}: everything that can be wrong with settings, told before data or weights are read. */
public final class Validation {
    private Validation() {}

    /**
     * Checks an experiment with the data set descriptions it names, a study, or a data set description.
     *
     * @param assignments {@code key=value} on top of an experiment; nothing else takes them
     * @return what the file is, in a sentence, and which images are not there
     * @throws UserException that lists every problem
     */
    public static String check(Path file, List<String> assignments) {
        Configs.Kind kind = Configs.kind(file);
        if (kind != Configs.Kind.EXPERIMENT
                && kind != Configs.Kind.GRID
                && kind != Configs.Kind.SENSING
                && kind != Configs.Kind.REID
                && !assignments.isEmpty()) {
            throw new UserException(file + ": is no experiment, and only an experiment takes settings such as "
                    + assignments.get(0) + " on top; validate it alone.");
        }
        return switch (kind) {
            case EXPERIMENT -> experiment(file, assignments);
            case DATASET -> dataset(file);
            case GRID -> {
                TimeRanges.require(Configs.grid(file, assignments).settings().data());
                yield file + ": a sound experiment on gridded fields.";
            }
            case GRID_STUDY -> {
                Configs.gridStudy(file);
                yield file + ": a sound study of gridded fields.";
            }
            case REID -> {
                Configs.reid(file, assignments);
                yield file + ": a sound experiment of codes for re-identification.";
            }
            case REID_STUDY -> {
                Configs.reidStudy(file);
                yield file + ": a sound study of codes for re-identification.";
            }
            case SENSING -> {
                Configs.sensing(file, assignments);
                yield file + ": a sound experiment of compressed learning.";
            }
            case SENSING_STUDY -> {
                Configs.sensingStudy(file);
                yield file + ": a sound study of compressed learning.";
            }
            case STUDY -> study(file);
            case CHECKPOINT -> checkpoint(file);
        };
    }

    private static String study(Path file) {
        requireStudy(file);
        return file + ": a sound study.";
    }

    private static String checkpoint(Path file) {
        Configs.checkpoint(file);
        return file + ": a sound checkpoint description.";
    }

    private static String dataset(Path file) {
        DatasetDescription set = Configs.dataset(file).settings();
        if (!isHere(set)) {
            return file + ": a sound data set description, whose images are not here.";
        }
        return file + ": a sound data set description"
                + OpenedSet.open(set)
                        .dataset()
                        .leftOut()
                        .phrase()
                        .map(what -> "; left out are " + what)
                        .orElse("")
                + ".";
    }

    private static String experiment(Path file, List<String> assignments) {
        Optional<Sweep> sweep = Configs.sweep(file, assignments);
        List<Examined<Experiment>> all = sweep.map(swept -> swept.points().stream()
                        .map(point -> Examined.of(point.experiment()))
                        .toList())
                .orElseGet(() -> List.of(Configs.examineExperiment(file, assignments)));
        DatasetAudit sets = new DatasetAudit();
        refuse(
                file,
                all.stream()
                        .flatMap(examined -> problems(examined, sets).stream())
                        .distinct()
                        .toList());
        return file + ": "
                + sweep.map(points -> "a sound sweep of " + points.words()).orElse("a sound experiment")
                + (sets.absent().isEmpty()
                        ? "."
                        : "; the images of " + String.join(" and ", sets.absent()) + " are not here.");
    }

    /** All that is wrong with an experiment and the data sets it names, a sentence or several lines each. */
    static List<String> problems(Examined<Experiment> examined, DatasetAudit sets) {
        List<Problem> problems = new ArrayList<>(examined.problems());
        List<String> elsewhere = new ArrayList<>();
        OptionalLong perEpoch = examined.settings()
                .map(experiment -> sets.look(examined, experiment, problems, elsewhere))
                .orElse(OptionalLong.empty());
        problems.addAll(ExperimentAudit.of(examined, perEpoch));
        return Stream.concat(problems.stream().map(Problem::sentence), elsewhere.stream())
                .distinct()
                .toList();
    }

    /** Refuses a study that {@link #check} would refuse. */
    public static void requireStudy(Path file) {
        refuse(file, StudyAudit.of(Configs.examineStudy(file)));
    }

    /** Refuses settings that make no sense together, before a run reads anything. */
    public static void require(Loaded<Experiment> loaded) {
        List<Problem> problems = ExperimentAudit.of(Examined.of(loaded), OptionalLong.empty());
        refuse(loaded.files().get(0), problems.stream().map(Problem::sentence).toList());
    }

    private static void refuse(Path file, List<String> problems) {
        if (problems.size() == 1) {
            throw new UserException(problems.get(0));
        }
        if (!problems.isEmpty()) {
            throw new UserException(file + " has " + problems.size() + " problems:\n  "
                    + String.join("\n  ", problems).replace("\n    ", "\n  "));
        }
    }

    private static boolean isHere(DatasetDescription set) {
        return set.folder().map(Files::isDirectory).orElse(true);
    }
}
