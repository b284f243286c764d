package org.nec4j.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;

/** Everything found wrong while one file is read, in order of discovery. */
final class Problems {
    private static final int MOST_TOLD = 60;

    /** Nobody has the files of defaults: a value of theirs is one that the read file does not state. */
    private static final String DEFAULT = ", where the default stands";

    private final String file;
    private final List<Problem> found = new ArrayList<>();
    private final Set<Problem> passable = new HashSet<>();

    /** Problems of this file; it stands for places that have no line of their own. */
    Problems(String file) {
        this.file = file;
    }

    void add(ConfigOrigin origin, String key, String message) {
        found.add(new Problem(
                Origins.place(origin)
                        .map(place -> Setting.isDefault(place) ? file + DEFAULT : place)
                        .orElse(file),
                key,
                message));
    }

    /** A problem that was found elsewhere. */
    void add(Problem problem) {
        found.add(problem);
    }

    /** A problem that leaves a value to be bound: a key too many, a file that is absent. */
    void note(ConfigOrigin origin, String key, String message) {
        add(origin, key, message);
        passable.add(found.get(found.size() - 1));
    }

    /** Keys, without list elements, whose values cannot be bound. */
    Set<String> unbound() {
        return found.stream()
                .filter(problem -> !passable.contains(problem))
                .map(problem -> problem.key().replaceFirst("\\[.*", ""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** A problem of the file as a whole, such as a key that is missing from it. */
    void add(String key, String message) {
        found.add(new Problem(file, key, message));
    }

    /** Whether there are more than anyone reads, so that no work should go into another one. */
    boolean areMany() {
        return found.size() >= MOST_TOLD;
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    void report() {
        if (found.size() == 1) {
            throw new UserException(found.get(0).sentence());
        }
        if (!found.isEmpty()) {
            StringBuilder text = new StringBuilder(file + " has " + found.size() + " problems:");
            found.stream().limit(MOST_TOLD).forEach(p -> text.append("\n  ").append(p.sentence()));
            if (found.size() > MOST_TOLD) {
                text.append("\n  and ").append(found.size() - MOST_TOLD).append(" more.");
            }
            throw new UserException(text.toString());
        }
    }
}
