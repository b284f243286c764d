package org.nec4j.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.nec4j.codec.error.UserException;

/**
 * Settings that a resumed run may change, each asked for by name.
 *
 * @param assignments {@code key=value}, winning over the run's settings
 * @param allowed     keys, or the beginnings of keys up to a dot
 */
public record Changes(List<String> assignments, Set<String> allowed) {
    public Changes {
        assignments = List.copyOf(assignments);
        allowed = Set.copyOf(allowed);
    }

    /** Nothing changes. */
    public static Changes none() {
        return new Changes(List.of(), Set.of());
    }

    /**
     * Every difference, as a line for people.
     *
     * @param before what the state was made with
     * @param now    what the run would go on with
     * @throws UserException that lists the differences nobody asked for
     */
    public List<String> require(RunFolder run, long step, Map<String, String> before, Map<String, String> now) {
        List<String> all = new ArrayList<>();
        List<String> unasked = new ArrayList<>();
        Set<String> keys = new TreeSet<>(before.keySet());
        keys.addAll(now.keySet());
        for (String key : keys) {
            String was = before.getOrDefault(key, "absent");
            String is = now.getOrDefault(key, "absent");
            if (!was.equals(is)) {
                String line = key + " was " + was + " and is " + is;
                all.add(line);
                if (!isAllowed(key)) {
                    unasked.add("\n  " + line + " (--allow " + key + ")");
                }
            }
        }
        if (!unasked.isEmpty()) {
            throw new UserException(run.path() + ": " + (unasked.size() == 1 ? "a setting has" : "settings have")
                    + " changed since step " + step + "; put back or allow by name:" + String.join("", unasked));
        }
        return all;
    }

    private boolean isAllowed(String key) {
        return allowed.stream().anyMatch(name -> key.equals(name) || key.startsWith(name + "."));
    }
}
