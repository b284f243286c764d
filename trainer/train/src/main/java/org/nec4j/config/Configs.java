package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/** Reads settings files. Every method throws one {@link UserException} that lists all problems with file, line and key. */
public final class Configs {
    private static final String DEFAULTS = "reference.conf";
    private static final String DATASET_DEFAULTS = "dataset-reference.conf";
    private static final String CHECKPOINT_DEFAULTS = "checkpoint-reference.conf";
    private static final String STUDY_DEFAULTS = "study-reference.conf";
    private static final String GRID_DEFAULTS = "grid-reference.conf";
    private static final String GRID_STUDY_DEFAULTS = "grid-study-reference.conf";
    private static final String SENSING_DEFAULTS = "sensing-reference.conf";
    private static final String SENSING_STUDY_DEFAULTS = "sensing-study-reference.conf";
    private static final String REID_DEFAULTS = "reid-reference.conf";
    private static final String PRESETS = "presets";
    private static final String SWEEP = "sweep";
    private static final String PRESET = "model.preset";

    private static final int MENDING = 3;

    private Configs() {}

    /** An experiment: the file over the preset it names over {@code reference.conf}, with {@code key=value} assignments on top. */
    public static Loaded<Experiment> experiment(Path file, List<String> assignments) {
        Config stated = Overrides.of(assignments).withFallback(read(file, Kind.EXPERIMENT));
        Problems problems = new Problems(file.toString());
        Optional<Loaded<Experiment>> loaded = experiment(file, stated, assignments, problems);
        return checked(file, loaded, problems);
    }

    /**
     * The points of an experiment's {@code sweep} block, each read as an experiment of its own; nothing where it states none. All
     * problems of all points are told at once.
     */
    public static Optional<Sweep> sweep(Path file, List<String> assignments) {
        Config stated = Overrides.of(assignments).withFallback(read(file, Kind.EXPERIMENT));
        Config complete = resolve(file, stated.withFallback(reference()));
        Problems problems = new Problems(file.toString());
        List<StatedPoint> points = SweepPoints.stated(complete.root().get(SWEEP), assignments, problems);
        problems.report();
        List<String> names = PointNames.of(points);
        SweepPoints sweep = new SweepPoints();
        for (int i = 0; i < points.size(); i++) {
            StatedPoint point = points.get(i);
            Problems own = new Problems(file.toString());
            sweep.add(
                    names.get(i),
                    point,
                    own,
                    experiment(file, point.overlay().withFallback(stated), assignments, own)
                            .map(loaded -> loaded.swept(point.values().keySet())));
        }
        sweep.report(problems);
        return sweep.whole();
    }

    private static Config reference() {
        return Sources.defaults(DEFAULTS).withFallback(Choices.defaults());
    }

    private static Optional<Loaded<Experiment>> experiment(
            Path file, Config stated, List<String> assignments, Problems problems) {
        Config reference = reference();
        Config complete = resolve(file, stated.withFallback(reference));
        Config preset = preset(complete, problems);
        if (!problems.found().isEmpty()) {
            return Optional.empty();
        }
        Config withPreset = resolve(file, stated.withFallback(preset).withFallback(reference));
        Config all = withPreset.withoutPath(PRESETS).withoutPath(SWEEP);
        return bind(file, all, Experiment.class, new Binder(problems, PRESETS, SWEEP), assignments);
    }

    /**
     * As {@link #experiment}, but told instead of thrown, so that a caller can look for more: settings that are wrong by themselves
     * are replaced by their defaults where that makes an experiment.
     *
     * @throws UserException only for a file that cannot be read or is no HOCON
     */
    public static Examined<Experiment> examineExperiment(Path file, List<String> assignments) {
        Config stated = Overrides.of(assignments).withFallback(read(file, Kind.EXPERIMENT));
        Config reference = reference();
        Config complete = resolve(file, stated.withFallback(reference));
        Problems problems = new Problems(file.toString());
        Config preset = preset(complete, problems);
        boolean isKnown = problems.found().isEmpty();
        Config defaults = (isKnown ? preset : preset(reference, problems)).withFallback(reference);
        Config config = resolve(file, stated.withFallback(defaults))
                .withoutPath(PRESETS)
                .withoutPath(SWEEP);
        Binder binder = new Binder(problems, PRESETS, SWEEP);
        return examine(
                file,
                config,
                resolve(file, defaults),
                Experiment.class,
                problems,
                isKnown ? binder : binder.unsureOf("model"));
    }

    /** As {@link #examineExperiment} for a study. */
    public static Examined<StudySettings> examineStudy(Path file) {
        Config defaults = Sources.defaults(STUDY_DEFAULTS);
        Config config = resolve(file, read(file, Kind.STUDY).withFallback(defaults));
        Problems problems = new Problems(file.toString());
        return examine(file, config, defaults, StudySettings.class, problems, new Binder(problems));
    }

    private static <T> Examined<T> examine(
            Path file, Config config, Config defaults, Class<T> type, Problems problems, Binder binder) {
        Optional<T> bound = binder.bind(config.root(), type);
        Set<String> wrong = new LinkedHashSet<>(problems.unbound());
        for (int attempt = 0; attempt < MENDING && bound.isEmpty(); attempt++) {
            Problems left = new Problems(file.toString());
            bound = new Binder(left).bind(mended(wrong, config, defaults).root(), type);
            // Two settings of a block that contradict each other may still do so when one of them is the default.
            left.unbound().forEach(key -> wrong.add(wrong.contains(key) ? key.replaceFirst("\\.[^.]*$", "") : key));
        }
        return new Examined<>(file, bound, problems.found(), wrong, Origins.places(config.root()));
    }

    /** Settings with defaults in place of some. */
    private static Config mended(Set<String> wrong, Config config, Config defaults) {
        Config mended = config;
        for (String key : wrong) {
            if (defaults.hasPath(key)) {
                mended = mended.withValue(key, defaults.getValue(key));
            } else if (defaults.hasPathOrNull(key)) {
                mended = mended.withValue(key, ConfigValueFactory.fromAnyRef(null));
            }
        }
        return mended;
    }

    /** A data set description over {@code dataset-reference.conf}. */
    public static Loaded<DatasetDescription> dataset(Path file) {
        return over(file, Kind.DATASET, DATASET_DEFAULTS, DatasetDescription.class);
    }

    /** A checkpoint description over {@code checkpoint-reference.conf}. */
    public static Loaded<CheckpointDescription> checkpoint(Path file) {
        return over(file, Kind.CHECKPOINT, CHECKPOINT_DEFAULTS, CheckpointDescription.class);
    }

    /** A training on gridded fields over {@code grid-reference.conf}, with {@code key=value} assignments on top. */
    public static Loaded<GridExperiment> grid(Path file, List<String> assignments) {
        return assigned(file, assignments, Kind.GRID, GRID_DEFAULTS, GridExperiment.class);
    }

    /** A comparison of codecs for gridded fields over {@code grid-study-reference.conf}. */
    public static Loaded<GridStudySettings> gridStudy(Path file) {
        return over(file, Kind.GRID_STUDY, GRID_STUDY_DEFAULTS, GridStudySettings.class);
    }

    /** Compressed learning over {@code sensing-reference.conf}, with {@code key=value} assignments on top. */
    public static Loaded<SensingExperiment> sensing(Path file, List<String> assignments) {
        return assigned(file, assignments, Kind.SENSING, SENSING_DEFAULTS, SensingExperiment.class);
    }

    /** A comparison of ways of compressed learning. */
    public static Loaded<SensingStudySettings> sensingStudy(Path file) {
        return over(file, Kind.SENSING_STUDY, SENSING_STUDY_DEFAULTS, SensingStudySettings.class);
    }

    /** Codes for re-identification over {@code reid-reference.conf}, with {@code key=value} assignments on top. */
    public static Loaded<ReidExperiment> reid(Path file, List<String> assignments) {
        return assigned(file, assignments, Kind.REID, REID_DEFAULTS, ReidExperiment.class);
    }

    /** A comparison of codes for re-identification. */
    public static Loaded<ReidStudySettings> reidStudy(Path file) {
        return bind(file, resolve(file, read(file, Kind.REID_STUDY)), ReidStudySettings.class);
    }

    /** A comparison of systems over {@code study-reference.conf}. */
    public static Loaded<StudySettings> study(Path file) {
        return over(file, Kind.STUDY, STUDY_DEFAULTS, StudySettings.class);
    }

    private static <T> Loaded<T> over(Path file, Kind kind, String defaults, Class<T> type) {
        return bind(file, resolve(file, read(file, kind).withFallback(Sources.defaults(defaults))), type);
    }

    private static <T> Loaded<T> assigned(
            Path file, List<String> assignments, Kind kind, String defaults, Class<T> type) {
        Config stated = Overrides.of(assignments).withFallback(read(file, kind));
        Config config = resolve(file, stated.withFallback(Sources.defaults(defaults)));
        Problems problems = new Problems(file.toString());
        return checked(file, bind(file, config, type, new Binder(problems), assignments), problems);
    }

    /** How a segmentation head looks and learns where nothing else is stated. */
    public static SegmentationSettings segmentation() {
        Config defaults = Sources.defaults(STUDY_DEFAULTS);
        return bind(Path.of(STUDY_DEFAULTS), defaults.getConfig("segmentation"), SegmentationSettings.class)
                .settings();
    }

    /** Whether a word of the command line has the form {@code key=value}. */
    public static boolean isAssignment(String word) {
        return Overrides.isAssignment(word);
    }

    /** The kind of a file, as far as its keys tell; a file that tells nothing is taken for an experiment. */
    public static Kind kind(Path file) {
        return StatedKind.of(Sources.file(file), Kind.EXPERIMENT);
    }

    /** What a settings file describes. */
    public enum Kind {
        /** One run. */
        EXPERIMENT("an experiment (configs/NAME.conf)"),
        /** One run on gridded fields. */
        GRID("an experiment on gridded fields (objective.kind = vq-grid)"),
        /** A comparison of codecs for gridded fields. */
        GRID_STUDY("a study of gridded fields (its grids)"),
        /** One run of compressed learning. */
        SENSING("an experiment of compressed learning (objective.kind = compressed-learning)"),
        /** A comparison of ways of compressed learning. */
        SENSING_STUDY("a study of compressed learning (with conditions and entrants)"),
        /** One run of codes for re-identification. */
        REID("an experiment of codes for re-identification (objective.kind = reid)"),
        /** A comparison of codes for re-identification. */
        REID_STUDY("a study of codes for re-identification (with codes)"),
        /** A comparison of systems. */
        STUDY("a study (experiments/NAME/study.conf)"),
        /** A data set. */
        DATASET("a data set description (datasets/NAME.conf)"),
        /** Public weights. */
        CHECKPOINT("a checkpoint description (checkpoints/NAME.conf)");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** What such a file is, for people. */
        public String words() {
            return words;
        }
    }

    private static Config read(Path file, Kind wanted) {
        Config stated = Sources.file(file);
        Kind kind = StatedKind.of(stated, wanted);
        if (kind != wanted) {
            throw new UserException(file + " is " + kind.words + ", where " + wanted.words + " is expected.");
        }
        return stated;
    }

    private static Config preset(Config complete, Problems problems) {
        ConfigObject presets = block(complete, PRESETS, problems);
        ConfigValue wanted = block(complete, "model", problems).get("preset");
        if (wanted == null) {
            return ConfigFactory.empty();
        }
        if (!(presets.get(Scalars.text(wanted)) instanceof ConfigObject sizes)) {
            problems.add(
                    wanted.origin(),
                    PRESET,
                    Binder.unknownWord(
                            Scalars.text(wanted),
                            presets.keySet().stream().sorted().toList()));
            return ConfigFactory.empty();
        }
        return sizes.toConfig().atPath("model");
    }

    /** A block that the defaults have, unless someone states something else in its place. */
    private static ConfigObject block(Config complete, String key, Problems problems) {
        ConfigValue value = complete.root().get(key);
        if (value instanceof ConfigObject block) {
            return block;
        }
        problems.add(value.origin(), key, "must be a block in braces");
        return ConfigFactory.empty().root();
    }

    private static Config resolve(Path file, Config config) {
        try {
            return config.resolve(ConfigResolveOptions.defaults());
        } catch (ConfigException.UnresolvedSubstitution e) {
            String place = Origins.place(e.origin()).orElse(file.toString());
            throw new UserException(
                    place + ": refers to a setting that is nowhere stated: "
                            + e.getMessage().replaceFirst("^.*?: \\d+: ", "") + ".",
                    e);
        } catch (ConfigException | StackOverflowError e) {
            throw Sources.refused(file.toString(), e);
        }
    }

    private static <T> Loaded<T> bind(Path file, Config config, Class<T> type) {
        Problems problems = new Problems(file.toString());
        return checked(file, bind(file, config, type, new Binder(problems), List.of()), problems);
    }

    private static <T> Optional<Loaded<T>> bind(
            Path file, Config config, Class<T> type, Binder binder, List<String> assignments) {
        return binder.bind(config.root(), type).map(settings -> {
            Set<Path> files = new LinkedHashSet<>(List.of(file));
            Origins.files(config.root(), files);
            return new Loaded<>(
                    settings,
                    Rendering.of((Record) settings, Origins.places(config.root())),
                    List.copyOf(files),
                    assignments);
        });
    }

    private static <T> T checked(Path file, Optional<T> loaded, Problems problems) {
        problems.report();
        return loaded.orElseThrow(() -> new IllegalStateException("nothing bound and nothing wrong in " + file));
    }
}
