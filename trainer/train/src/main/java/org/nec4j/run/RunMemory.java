package org.nec4j.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.step.Losses;

/**
 * What a run must remember besides its numbers in order to go on as if it had never stopped. A function of settings, images and
 * steps alone: equal runs remember equal things.
 *
 * @param settings      every setting that the state was made with, the data sets' among them
 * @param window        the last steps, oldest first
 * @param lowestLoss    lowest median of the loss over a few steps
 * @param lowestHeldOut the same of the losses on held-out images
 * @param best          the best states so far, the best first
 * @param listeners     what those who looked on remember, by their classes' names; not written where there is nothing
 */
public record RunMemory(
        Map<String, String> settings,
        List<Losses> window,
        double lowestLoss,
        double lowestHeldOut,
        List<BestStates.Best> best,
        Map<String, Map<String, Double>> listeners) {
    private static final Gson GSON =
            new GsonBuilder().serializeSpecialFloatingPointValues().create();

    public RunMemory {
        settings = new LinkedHashMap<>(settings);
        window = List.copyOf(window);
        best = List.copyOf(best);
        listeners = listeners == null || listeners.isEmpty() ? null : new LinkedHashMap<>(listeners);
    }

    @Override
    public Map<String, Map<String, Double>> listeners() {
        return listeners == null ? Map.of() : listeners;
    }

    /** Of a run that has done nothing yet. */
    public static RunMemory empty() {
        return new RunMemory(
                Map.of(), List.of(), Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, List.of(), Map.of());
    }

    /** The same with other settings. */
    public RunMemory with(Map<String, String> now) {
        return new RunMemory(now, window, lowestLoss, lowestHeldOut, best, listeners());
    }

    String toJson() {
        return GSON.toJson(this);
    }

    /** What {@link #toJson} wrote; nothing where it is something else. */
    static Optional<RunMemory> of(String json) {
        try {
            return Optional.ofNullable(GSON.fromJson(json, RunMemory.class));
        } catch (RuntimeException e) { // Gson wraps what a record's constructor throws in a bare one
            return Optional.empty();
        }
    }
}
