package org.nec4j.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.nec4j.codec.AtomicFile;
import org.nec4j.codec.SafeTensors;
import org.nec4j.codec.SafeTensorsWriter;
import org.nec4j.codec.UserException;

/**
 * A run at one step: the tensors of its graph, the optimiser's moments and the number of the step. Everything else that a resumed
 * run needs follows from the settings and the step.
 *
 * @param step    updates done
 * @param tensors the graph's tensors by name
 * @param moments DL4J's flat updater state
 */
record RunState(long step, Map<String, float[]> tensors, float[] moments) {
    static final String FOLDER = "checkpoints";
    static final String POINTER = "last";
    private static final String MOMENTS = "optimizer.moments";
    private static final String STEP = "step";

    /** States that are kept besides the last one, should the last one's disk block go bad. */
    private static final int SPARE = 1;

    /** Writes the state into the run's folder; the pointer to it comes last, so that a kill leaves the state before it. */
    void write(Path run, Map<String, long[]> shapes) {
        Path folder = run.resolve(FOLDER);
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UserException(folder + ": cannot be created (" + e.getMessage() + ")", e);
        }
        SafeTensorsWriter writer = new SafeTensorsWriter().metadata(STEP, Long.toString(step));
        tensors.forEach((name, values) -> writer.floats(name, shapes.get(name), values));
        writer.floats(MOMENTS, new long[] {moments.length}, moments);
        String name = String.format("step-%09d.safetensors", step);
        writer.write(folder.resolve(name));
        AtomicFile.write(folder.resolve(POINTER), name.getBytes(StandardCharsets.UTF_8));
        removeOld(folder, name);
    }

    /** The last state that was written whole; throws UserException where there is none or it is damaged. */
    static RunState last(Path run) {
        Path folder = run.resolve(FOLDER);
        String name;
        try {
            name = Files.readString(folder.resolve(POINTER)).strip();
        } catch (IOException e) {
            throw new UserException(
                    run + ": holds no saved state (" + folder.resolve(POINTER)
                            + " cannot be read); name the folder that `train` printed, of a run that saved at least once",
                    e);
        }
        if (!name.matches("step-[0-9]{9,18}\\.safetensors")) {
            throw new UserException(folder.resolve(POINTER) + ": names \"" + name + "\", which is no state of a run");
        }
        return read(folder.resolve(name));
    }

    private static RunState read(Path file) {
        try (SafeTensors state = SafeTensors.open(file)) {
            String step = state.metadata().getOrDefault(STEP, "");
            if (!step.matches("[0-9]{1,18}") || !state.contains(MOMENTS)) {
                throw new UserException(file + ": is no saved state of a run");
            }
            Map<String, float[]> tensors = new LinkedHashMap<>();
            state.names().stream()
                    .filter(name -> !name.equals(MOMENTS))
                    .forEach(name -> tensors.put(name, state.floats(name)));
            return new RunState(Long.parseLong(step), tensors, state.floats(MOMENTS));
        }
    }

    private static void removeOld(Path folder, String newest) {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> older = files.filter(
                            file -> file.getFileName().toString().matches("step-[0-9]+\\.safetensors"))
                    .filter(file -> file.getFileName().toString().compareTo(newest) < 0)
                    .sorted()
                    .toList();
            for (Path file : older.subList(0, Math.max(0, older.size() - SPARE))) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UserException(folder + ": old states cannot be removed (" + e.getMessage() + ")", e);
        }
    }
}
