package org.nec4j.config;

import java.util.List;
import java.util.TreeMap;

/**
 * Settings as read from a file, with the place each came from.
 *
 * @param settings the typed settings
 * @param resolved every key with its value and origin, in the order of the records
 */
public record Loaded<T>(T settings, List<Setting> resolved) {
    public Loaded {
        resolved = List.copyOf(resolved);
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
