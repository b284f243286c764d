package org.nec4j.config;

import com.typesafe.config.ConfigUtil;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * Settings as read from a file, with the place each came from.
 *
 * @param settings    the typed settings
 * @param resolved    every key with its value and origin, in the order of the records
 * @param files       the files that state any of them, the one that was named first
 * @param assignments {@code key=value} from the command line
 */
public record Loaded<T>(T settings, List<Setting> resolved, List<Path> files, List<String> assignments) {
    /** Behind the place of a setting that differs between the points of a sweep. */
    static final String SWEPT = " (swept)";

    public Loaded {
        resolved = List.copyOf(resolved);
        files = List.copyOf(files);
        assignments = List.copyOf(assignments);
    }

    /** As one point of a sweep that states these keys; their places say so. */
    Loaded<T> swept(Set<String> keys) {
        return new Loaded<>(
                settings,
                resolved.stream()
                        .map(s -> keys.contains(s.key()) ? new Setting(s.key(), s.value(), s.origin() + SWEPT) : s)
                        .toList(),
                files,
                assignments);
    }

    /** The resolved settings as a HOCON file that stands alone, one full path a line, its origin behind it. */
    public String render() {
        StringBuilder text = new StringBuilder();
        resolved.forEach(s -> text.append(s.key())
                .append(" = ")
                .append(s.value())
                .append("  # ")
                .append(s.origin())
                .append('\n'));
        if (settings instanceof Experiment experiment) {
            String preset = experiment.model().preset();
            if (!Sources.defaults("reference.conf").hasPath("presets." + ConfigUtil.quoteString(preset))) {
                // One of the user's own: all that it gave stands above, but the name must still be known to whoever
                // reads this.
                text.append("presets { ").append(ConfigUtil.quoteString(preset)).append(" {} }\n");
            }
        }
        return text.toString();
    }

    /** Keys whose values differ from another reading of the same kind of file, in the form {@code key: here, there}. */
    public List<String> differences(Loaded<T> other) {
        TreeMap<String, String> there = new TreeMap<>();
        other.resolved.forEach(s -> there.put(s.key(), s.value()));
        return resolved.stream()
                .filter(s -> !s.value().equals(there.get(s.key())))
                .map(s -> s.key() + ": " + s.value() + ", " + there.getOrDefault(s.key(), "absent"))
                .toList();
    }
}
