package org.nec4j.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.tensor.SafeTensors;
import org.nec4j.codec.tensor.SafeTensorsWriter;

/**
 * A run at one step: the tensors of its graph, the optimizer's moments, the number of the step and what the run remembers. Everything
 * else that a resumed run needs follows from the settings and the step.
 *
 * @param step    updates done
 * @param tensors the graph's tensors by name
 * @param moments DL4J's flat updater state
 * @param memory  the rest
 */
public record RunState(long step, Map<String, float[]> tensors, float[] moments, RunMemory memory) {
    public static final String FOLDER = "checkpoints";
    public static final String POINTER = "last";
    public static final String LAST = "last";
    private static final String BEST = "best";
    private static final String MOMENTS = "optimizer.moments";
    private static final String STEP = "step";
    private static final String MEMORY = "memory";
    private static final String FILE = "step-([0-9]{9,18})\\.safetensors";

    /** States that are kept besides the last and the best ones, should the last one's disk block go bad. */
    private static final int SPARE = 1;

    /**
     * Writes the state into the run's folder; the pointer to it comes last, so that a kill leaves the state before it. What is
     * neither recent nor among the best is removed after that.
     */
    public void write(Path run, Map<String, long[]> shapes) {
        Path folder = run.resolve(FOLDER);
        SafeTensorsWriter writer =
                new SafeTensorsWriter().metadata(STEP, Long.toString(step)).metadata(MEMORY, memory.toJson());
        tensors.forEach((name, values) -> writer.floats(name, shapes.get(name), values));
        writer.floats(MOMENTS, new long[] {moments.length}, moments);
        Sealed.write(writer, folder.resolve(name(step)));
        AtomicFile.write(folder.resolve(POINTER), name(step).getBytes(StandardCharsets.UTF_8));
        removeOld(folder);
    }

    /** Updates that the last whole state has behind it; nothing where none was saved. */
    public static OptionalLong lastStep(Path run) {
        return Files.exists(run.resolve(FOLDER).resolve(POINTER))
                ? OptionalLong.of(step(pointed(run)))
                : OptionalLong.empty();
    }

    /** The last state that was written whole; throws UserException where there is none or it is damaged. */
    public static RunState last(Path run) {
        return read(run.resolve(FOLDER).resolve(pointed(run)));
    }

    /**
     * A state that the run keeps.
     *
     * @param which {@value #LAST}, {@value #BEST} by the run's own measure, or a number of updates
     * @throws UserException where it keeps no such state
     */
    static RunState kept(Path run, String which) {
        Path folder = run.resolve(FOLDER);
        long step =
                switch (which) {
                    case LAST -> step(pointed(run));
                    case BEST -> best(run);
                    default -> which.matches("[0-9]{1,18}") ? Long.parseLong(which) : -1;
                };
        if (!Files.exists(folder.resolve(name(step)))) {
            String steps = files(folder).stream()
                    .map(file -> Long.toString(step(file.getFileName().toString())))
                    .collect(Collectors.joining(", "));
            throw new UserException(run + ": keeps no state " + which
                    + "; name last, best, or the number of updates of one" + " that it keeps (" + steps + ")");
        }
        return read(folder.resolve(name(step)));
    }

    private static long best(Path run) {
        return last(run).memory().best().stream()
                .findFirst()
                .map(BestStates.Best::step)
                .orElseThrow(
                        () -> new UserException(
                                run
                                        + ": keeps no best state yet; a state is judged when it is saved (training.checkpoint-every) by held-out images"
                                        + " (training.validation.images), of which training.validation.keep-best are kept: take --state last"));
    }

    private static String pointed(Path run) {
        Path pointer = run.resolve(FOLDER).resolve(POINTER);
        String name;
        try {
            name = Files.readString(pointer).strip();
        } catch (IOException e) {
            throw new UserException(
                    run
                            + ": has saved no state yet; it saves its first after training.checkpoint-every, or when it is stopped",
                    e);
        }
        if (!name.matches(FILE)) {
            throw new UserException(pointer + ": names \"" + name + "\", which is no state of a run");
        }
        return name;
    }

    private static RunState read(Path file) {
        try (SafeTensors state = Sealed.open(file)) {
            String step = state.metadata().getOrDefault(STEP, "");
            Optional<RunMemory> memory = RunMemory.of(state.metadata().getOrDefault(MEMORY, ""));
            if (!step.matches("[0-9]{1,18}") || !state.contains(MOMENTS) || memory.isEmpty()) {
                throw new UserException(file + ": is no saved state of a run by this version");
            }
            Map<String, float[]> tensors = new LinkedHashMap<>();
            state.names().stream()
                    .filter(name -> !name.equals(MOMENTS))
                    .forEach(name -> tensors.put(name, state.floats(name)));
            return new RunState(Long.parseLong(step), tensors, state.floats(MOMENTS), memory.get());
        }
    }

    /** Removes what the run does not need; states beyond this one are left over from a run that was killed before their pointer. */
    private void removeOld(Path folder) {
        Set<Long> best =
                Set.copyOf(memory.best().stream().map(BestStates.Best::step).toList());
        try {
            List<Path> older = files(folder).stream()
                    .filter(file -> step(file.getFileName().toString()) < step)
                    .toList();
            for (Path file : older.subList(0, Math.max(0, older.size() - SPARE))) {
                if (!best.contains(step(file.getFileName().toString()))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UserException(folder + ": old states cannot be removed (" + e.getMessage() + ")", e);
        }
    }

    /** The states in a folder, by rising steps. */
    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(FILE))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    private static String name(long step) {
        return String.format(Locale.ROOT, "step-%09d.safetensors", step);
    }

    private static long step(String name) {
        return Long.parseLong(name.replaceFirst(FILE, "$1"));
    }
}
