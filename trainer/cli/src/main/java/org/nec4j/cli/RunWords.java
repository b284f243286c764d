package org.nec4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.SensingExperiment;
import org.nec4j.config.Sweep;
import org.nec4j.config.SweepPoint;
import org.nec4j.gridded.GridRun;
import org.nec4j.onboard.OnboardRun;
import org.nec4j.reid.ReidRun;
import org.nec4j.run.Changes;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words of {@code train} and {@code pretrain}: an experiment to begin or a run to go on with, and settings on top. */
final class RunWords {
    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with a run from its last saved state; takes no CONFIG, the run has its own.")
    private Optional<Path> run = Optional.empty();

    @Option(
            names = "--allow",
            paramLabel = "KEY",
            description = "With --resume: go on although this setting is not what it was when the state was saved."
                    + " May be given several times; the beginning of keys up to a dot allows them all.")
    private List<String> allowed = List.of();

    @Option(
            names = "--point",
            paramLabel = "NAME",
            description = "One point of the experiment's sweep, such as seed=0,lambda=1e5, in its folder of the sweep.")
    private Optional<String> point = Optional.empty();

    @Option(
            names = "--dry-run",
            description = "Tell settings, steps, memory and time, after three timed steps, and write nothing.")
    private boolean dryRun;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "An experiment, such as configs/quickstart.conf.")
    private Optional<Path> file = Optional.empty();

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that win over the file's or the run's, such as objective.lambda=1e6.")
    private List<String> assignments = List.of();

    /** Whether nothing is to be written. */
    boolean isDryRun() {
        if (dryRun && run.isPresent()) {
            throw new UserException("--dry-run tells of a run that has not begun; leave out --resume.");
        }
        return dryRun;
    }

    /** The run to go on with, if one is named. */
    Optional<Path> run() {
        boolean isAssignment = file.isPresent() && file.get().toString().contains("=");
        if (run.isPresent() && point.isPresent()
                || run.isPresent() == (file.isPresent() && !isAssignment)
                || run.isEmpty() && isAssignment) {
            throw new UserException(
                    "give either an experiment's file or --resume with a run's folder; a resumed run has its"
                            + " settings in its folder.");
        }
        return run;
    }

    /** Whether it is about a training on gridded fields. */
    boolean isGrid() {
        Optional<Path> resumed = run();
        return resumed.map(GridRun::isOne).orElseGet(() -> Configs.kind(file()) == Configs.Kind.GRID);
    }

    /** The training on gridded fields to begin. */
    Loaded<GridExperiment> grid() {
        requireNoPoint();
        return Configs.grid(file(), assignments);
    }

    /** Whether it is about codes for re-identification. */
    boolean isReid() {
        return run().map(ReidRun::isOne).orElseGet(() -> Configs.kind(file()) == Configs.Kind.REID);
    }

    /** The codes for re-identification to begin. */
    Loaded<ReidExperiment> reid() {
        requireNoPoint();
        return Configs.reid(file(), assignments);
    }

    private void requireNoPoint() {
        if (point.isPresent()) {
            throw new UserException(file() + ": states no sweep that --point could name a point of.");
        }
    }

    /** Whether it is about compressed learning. */
    boolean isSensing() {
        return run().map(OnboardRun::isOne).orElseGet(() -> Configs.kind(file()) == Configs.Kind.SENSING);
    }

    /** The compressed learning to begin. */
    Loaded<SensingExperiment> sensing() {
        requireNoPoint();
        return Configs.sensing(file(), assignments);
    }

    /** What a resumed run may change. */
    Changes changes() {
        List<String> all = new ArrayList<>(file.stream().map(Path::toString).toList());
        all.addAll(assignments);
        return new Changes(all, Set.copyOf(allowed));
    }

    /** The experiment to begin: a file's, or a point of its sweep. Throws UserException where a sweep is asked to be one run. */
    Start start() {
        Optional<Sweep> sweep = Configs.sweep(file(), assignments);
        if (sweep.isEmpty() && point.isPresent()) {
            throw new UserException(file() + ": states no sweep that --point could name a point of.");
        }
        if (sweep.isEmpty()) {
            return new Start(Configs.experiment(file(), assignments), Optional.empty());
        }
        SweepPoint chosen = sweep.get()
                .point(point.orElseThrow(() -> new UserException(file() + ": states a sweep of "
                        + sweep.get().words() + "; run them all with nec4j sweep " + file()
                        + ", or one with --point NAME.")));
        return new Start(chosen.experiment(), Optional.of(chosen.folder()));
    }

    /**
     * A run to begin.
     *
     * @param config its settings
     * @param folder where it lies; else a new folder is made
     */
    record Start(Loaded<Experiment> config, Optional<Path> folder) {}

    Path file() {
        return file.orElseThrow();
    }
}
