package org.nec4j.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One run of a sweep.
 *
 * @param name       of its folder; follows from the values
 * @param values     what it states on top of the experiment, as a user writes it, by the shortest name of the setting
 * @param experiment all of its settings
 */
public record SweepPoint(String name, Map<String, String> values, Loaded<Experiment> experiment) {
    public SweepPoint {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Its run folder, in the sweep's. */
    public Path folder() {
        return sweepFolder().resolve(name);
    }

    Path sweepFolder() {
        ExperimentSettings settings = experiment.settings().experiment();
        return settings.runs().resolve(settings.name());
    }
}
