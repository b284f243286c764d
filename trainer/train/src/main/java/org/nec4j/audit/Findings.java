package org.nec4j.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nec4j.config.Examined;
import org.nec4j.config.Experiment;
import org.nec4j.config.Problem;

/** Problems between settings, as they are found; one that rests on a setting that is wrong by itself would mislead, and is left out. */
final class Findings {
    private final Examined<Experiment> examined;
    private final List<Problem> problems = new ArrayList<>();

    Findings(Examined<Experiment> examined) {
        this.examined = examined;
    }

    /**
     * Adds a problem unless something holds.
     *
     * @param key    the setting that it is told of
     * @param others further settings that it rests on
     */
    void unless(boolean holds, String key, String message, String... others) {
        boolean misleads = examined.isWrong(key) || Set.of(others).stream().anyMatch(examined::isWrong);
        if (!holds && !misleads) {
            problems.add(new Problem(examined.origin(key), key, message));
        }
    }

    List<Problem> problems() {
        return List.copyOf(problems);
    }
}
