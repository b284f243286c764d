package org.nec4j.run;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.config.Configs;
import org.nec4j.config.Loaded;
import org.nec4j.config.Setting;
import org.nec4j.progress.Console;

/**
 * The folder of a run whose experiment has a record of its own: a seed draws its start, so that none is kept, and it has no page.
 *
 * <pre>
 *   config.conf    every setting, resolved, with its origin
 *   metrics.csv    one line a logged step
 *   checkpoints/   states, as every run has them
 * </pre>
 *
 * @param kind which experiments it is of
 * @param path the folder
 * @param <E>  their record
 */
public record PlainRun<E>(Kind<E> kind, Path path) {
    private static final Map<Configs.Kind, String> WORDS = Map.of(
            Configs.Kind.GRID, "on gridded fields",
            Configs.Kind.SENSING, "of compressed learning",
            Configs.Kind.REID, "of codes for re-identification");

    /** Whether a folder is a run's of any of these kinds; a file of settings that cannot be read is none. */
    public static boolean isAny(Path folder) {
        return words(folder).isPresent();
    }

    /** What a run of any of these kinds is called, behind "a run"; nothing where a folder is none's. */
    public static Optional<String> words(Path folder) {
        Path file = folder.resolve(RunFolder.CONFIG);
        try {
            return Files.isRegularFile(file) && !RunFolder.isRun(folder)
                    ? Optional.ofNullable(WORDS.get(Configs.kind(file)))
                    : Optional.empty();
        } catch (UserException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * Runs of one kind of experiments.
     *
     * @param of   what a file of settings says that it is
     * @param read settings from a file and assignments
     */
    public record Kind<E>(Configs.Kind of, BiFunction<Path, List<String>, Loaded<E>> read) {
        /** Whether a folder is a run's of this kind. */
        public boolean isOne(Path folder) {
            Path file = folder.resolve(RunFolder.CONFIG);
            return Files.isRegularFile(file) && Configs.kind(file) == of;
        }

        /** A folder for a run that begins there; throws UserException where one did already. */
        public PlainRun<E> create(Loaded<E> config, Path folder) {
            if (Files.exists(folder.resolve(RunFolder.CONFIG))) {
                throw new UserException(folder + ": holds a run already; go on with --resume " + folder
                        + ", or move the folder away to begin anew");
            }
            PlainRun<E> run = new PlainRun<>(this, folder);
            run.keep(config);
            return run;
        }

        /** A folder that a run has written; throws UserException if it is none. */
        public PlainRun<E> open(Path folder) {
            if (!isOne(folder)) {
                throw new UserException(folder + ": is no folder of a run " + WORDS.get(of)
                        + "; name the one that nec4j train printed");
            }
            return new PlainRun<>(this, folder);
        }
    }

    /** The settings that the run began with, and these. */
    public Loaded<E> config(List<String> assignments) {
        return kind.read().apply(path.resolve(RunFolder.CONFIG), assignments);
    }

    private void keep(Loaded<E> config) {
        AtomicFile.write(path.resolve(RunFolder.CONFIG), config.render().getBytes(StandardCharsets.UTF_8));
    }

    /** The last whole state; nothing where none was saved. */
    public Optional<RunState> last() {
        return RunState.lastStep(path).isPresent() ? Optional.of(RunState.last(path)) : Optional.empty();
    }

    /**
     * What a state is one of: settings and data. Where they changed since the last state, that is told, and refused where nobody asked
     * for it.
     *
     * @param data what the run learns from, by names of its own
     */
    public RunMemory memory(
            Loaded<E> config, Map<String, String> data, Changes changes, Optional<RunState> saved, Console console) {
        Map<String, String> now = new LinkedHashMap<>();
        config.resolved().forEach(setting -> now.put(setting.key(), setting.value()));
        now.putAll(data);
        saved.ifPresent(state -> {
            Map<String, String> before = new LinkedHashMap<>(state.memory().settings());
            config.resolved().stream() // a run from before a setting had its default
                    .filter(Setting::isDefault)
                    .forEach(setting -> before.putIfAbsent(setting.key(), setting.value()));
            List<String> changed = changes.require(new RunFolder(path), state.step(), before, now);
            changed.forEach(line -> console.say("Changed: " + line));
            if (!changed.isEmpty()) {
                keep(config);
            }
        });
        return RunMemory.empty().with(now);
    }
}
