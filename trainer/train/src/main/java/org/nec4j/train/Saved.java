package org.nec4j.train;

import java.nio.file.Path;
import java.util.Map;
import org.nec4j.run.RunState;

/**
 * A state that a training can go on from.
 *
 * @param source  whose state it is, for messages
 * @param updates updates done
 * @param tensors of DL4J's graph, by name
 * @param moments DL4J's flat updater state
 * @param memory  what listeners remember, by their classes' names
 */
public record Saved(
        String source,
        long updates,
        Map<String, float[]> tensors,
        float[] moments,
        Map<String, Map<String, Double>> memory) {
    /** A state of a run's folder. */
    static Saved of(Path folder, RunState state) {
        return new Saved(
                folder.toString(),
                state.step(),
                state.tensors(),
                state.moments(),
                state.memory().listeners());
    }
}
