package org.nec4j.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.backend.FrozenProducts;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.run.RunMemory;
import org.nec4j.run.RunState;
import org.nec4j.run.SessionRecord;

/**
 * The settings of now beside those that a run's last state was made with: what changed is told, and refused where nobody asked for it.
 *
 * @param folder the run
 * @param config the settings of now
 * @param frozen what multiplies in blocks that do not train
 */
record AgreedSettings(RunFolder folder, Loaded<Experiment> config, FrozenProducts frozen, Console console) {
    /**
     * What the run remembers from here on.
     *
     * @param images what decides the images' bits
     * @param shapes of the run's tensors
     * @param steps  of the whole run
     */
    RunMemory memory(
            Map<String, String> images,
            Map<String, long[]> shapes,
            Changes changes,
            Optional<RunState> saved,
            long steps) {
        Map<String, String> now = new LinkedHashMap<>(images);
        putDeciding(config, now);
        Map<String, String> before = saved.map(
                        state -> withNewDefaults(state.memory().settings()))
                .orElseGet(() -> {
                    Map<String, String> begun = new LinkedHashMap<>(now);
                    putDeciding(folder.config(), begun);
                    return begun;
                });
        List<String> changed = changes.require(folder, saved.map(RunState::step).orElse(0L), before, now);
        changed.forEach(line -> console.say("Changed: " + line));
        SessionRecord.write(
                folder.path(),
                saved.map(RunState::step).orElse(0L),
                steps,
                config.settings().experiment().seed(),
                config.assignments(),
                changed,
                frozen);
        RunMemory memory = saved.map(RunState::memory).orElse(RunMemory.empty()).with(now);
        if (!changed.isEmpty()) {
            // Agreed to once is agreed to: the state is now one of these settings.
            saved.map(state -> new RunState(state.step(), state.tensors(), state.moments(), memory))
                    .ifPresent(state -> state.write(folder.path(), shapes));
            folder.writeConfig(config);
        }
        return memory;
    }

    /** A setting that the state's version of nec4j did not have did what its default does. */
    private Map<String, String> withNewDefaults(Map<String, String> settings) {
        Map<String, String> all = new LinkedHashMap<>(settings);
        config.resolved().stream()
                .filter(setting -> setting.isDefault() && !setting.isGuard())
                .forEach(setting -> all.putIfAbsent(setting.key(), setting.value()));
        return all;
    }

    private static void putDeciding(Loaded<Experiment> from, Map<String, String> into) {
        from.resolved().stream()
                .filter(setting -> !setting.isGuard())
                .forEach(setting -> into.put(setting.key(), setting.value()));
    }
}
