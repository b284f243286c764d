package org.nec4j.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.UserException;

/** Reads settings files. Every method throws one {@link UserException} that lists all problems with file, line and key. */
public final class Configs {
    private static final String DEFAULTS = "reference.conf";
    private static final String DATASET_DEFAULTS = "dataset-reference.conf";
    private static final String CHECKPOINT_DEFAULTS = "checkpoint-reference.conf";
    private static final String STUDY_DEFAULTS = "study-reference.conf";
    private static final String PRESETS = "presets";

    private Configs() {}

    /** An experiment: the file over the preset it names over {@code reference.conf}, with {@code key=value} assignments on top. */
    public static Loaded<Experiment> experiment(Path file, List<String> assignments) {
        Config stated = Sources.overrides(assignments).withFallback(read(file, Kind.EXPERIMENT));
        Config reference = Sources.defaults(DEFAULTS);
        Config complete = resolve(file, stated.withFallback(reference));
        Config withPreset =
                resolve(file, stated.withFallback(preset(file, complete)).withFallback(reference));
        return bind(file, withPreset.withoutPath(PRESETS), Experiment.class, assignments);
    }

    /** A data set description over {@code dataset-reference.conf}. */
    public static Loaded<DatasetDescription> dataset(Path file) {
        Config config = read(file, Kind.DATASET).withFallback(Sources.defaults(DATASET_DEFAULTS));
        return bind(file, resolve(file, config), DatasetDescription.class);
    }

    /** A checkpoint description over {@code checkpoint-reference.conf}. */
    public static Loaded<CheckpointDescription> checkpoint(Path file) {
        Config config = read(file, Kind.CHECKPOINT).withFallback(Sources.defaults(CHECKPOINT_DEFAULTS));
        return bind(file, resolve(file, config), CheckpointDescription.class);
    }

    /** A comparison of systems over {@code study-reference.conf}. */
    public static Loaded<StudySettings> study(Path file) {
        Config config = read(file, Kind.STUDY).withFallback(Sources.defaults(STUDY_DEFAULTS));
        return bind(file, resolve(file, config), StudySettings.class);
    }

    /** How a segmentation head looks and learns where nothing else is stated. */
    public static SegmentationSettings segmentation() {
        Config defaults = Sources.defaults(STUDY_DEFAULTS);
        return bind(Path.of(STUDY_DEFAULTS), defaults.getConfig("segmentation"), SegmentationSettings.class)
                .settings();
    }

    /** The kind of a file, as far as its keys tell; a file that tells nothing is taken for an experiment. */
    public static Kind kind(Path file) {
        return kind(Sources.file(file), Kind.EXPERIMENT);
    }

    /** What a settings file describes. */
    public enum Kind {
        /** One run. */
        EXPERIMENT("an experiment (configs/NAME.conf)"),
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
    }

    private static Config read(Path file, Kind wanted) {
        Config stated = Sources.file(file);
        Kind kind = kind(stated, wanted);
        if (kind != wanted) {
            throw new UserException(file + " is " + kind.words + ", where " + wanted.words + " is expected.");
        }
        return stated;
    }

    private static Kind kind(Config stated, Kind otherwise) {
        Set<String> keys = stated.root().keySet();
        if (keys.contains("systems")) {
            return Kind.STUDY;
        }
        if (keys.contains("key-style")) {
            return Kind.CHECKPOINT;
        }
        if (keys.stream().anyMatch(Schema.keys(Experiment.class, "")::contains)) {
            return Kind.EXPERIMENT;
        }
        return keys.stream().anyMatch(Schema.keys(DatasetDescription.class, "")::contains) ? Kind.DATASET : otherwise;
    }

    private static Config preset(Path file, Config complete) {
        ConfigObject presets = complete.getObject(PRESETS);
        ConfigValue wanted = complete.getValue("model.preset");
        if (!(presets.get(String.valueOf(wanted.unwrapped())) instanceof ConfigObject block)) {
            Problems problems = new Problems(file.toString());
            problems.add(
                    wanted.origin(),
                    "model.preset",
                    Binder.unknownWord(
                            String.valueOf(wanted.unwrapped()),
                            presets.keySet().stream().sorted().toList()));
            problems.report();
            return ConfigFactory.empty();
        }
        return block.toConfig().atPath("model");
    }

    private static Config resolve(Path file, Config config) {
        try {
            return config.resolve(ConfigResolveOptions.defaults());
        } catch (ConfigException.UnresolvedSubstitution e) {
            String place =
                    Optional.ofNullable(e.origin()).flatMap(Origins::place).orElse(file.toString());
            throw new UserException(
                    place + ": refers to a setting that is nowhere stated: "
                            + e.getMessage().replaceFirst("^.*?: \\d+: ", "") + ".",
                    e);
        }
    }

    private static <T> Loaded<T> bind(Path file, Config config, Class<T> type) {
        return bind(file, config, type, List.of());
    }

    private static <T> Loaded<T> bind(Path file, Config config, Class<T> type, List<String> assignments) {
        Problems problems = new Problems(file.toString());
        Optional<T> bound = new Binder(problems).bind(config.root(), type);
        problems.report();
        T settings = bound.orElseThrow(() -> new IllegalStateException("nothing bound and nothing wrong in " + file));
        Map<String, String> origins = new HashMap<>();
        collect("", config.root(), origins);
        Set<Path> files = new LinkedHashSet<>(List.of(file));
        Origins.files(config.root(), files);
        return new Loaded<>(settings, Rendering.of((Record) settings, origins), List.copyOf(files), assignments);
    }

    private static void collect(String prefix, ConfigObject object, Map<String, String> origins) {
        object.forEach((key, value) -> {
            String path = prefix + key;
            origins.put(path, Origins.place(value.origin()).orElse("several places"));
            if (value instanceof ConfigObject block) {
                collect(path + ".", block, origins);
            }
        });
    }
}
