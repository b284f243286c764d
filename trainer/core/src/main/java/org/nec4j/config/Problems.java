package org.nec4j.config;

import com.typesafe.config.ConfigOrigin;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.UserException;

/** Everything found wrong while one file is read, in order of discovery. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    /** Problems of this file; it stands for places that have no line of their own. */
    Problems(String file) {
        this.file = file;
    }

    void add(ConfigOrigin origin, String key, String message) {
        found.add(new Problem(Origins.place(origin).orElse(file), key, message));
    }

    /** A problem that was found elsewhere. */
    void add(Problem problem) {
        found.add(problem);
    }

    /** A problem of the file as a whole, such as a key that is missing from it. */
    void add(String key, String message) {
        found.add(new Problem(file, key, message));
    }

    List<Problem> found() {
        return List.copyOf(found);
    }

    void report() {
        if (found.size() == 1) {
            throw new UserException(sentence(found.get(0)));
        }
        if (!found.isEmpty()) {
            StringBuilder text = new StringBuilder(file + " has " + found.size() + " problems:");
            found.forEach(p -> text.append("\n  ").append(sentence(p)));
            throw new UserException(text.toString());
        }
    }

    private static String sentence(Problem problem) {
        String text = problem.toString();
        return text.endsWith("?") ? text : text + ".";
    }
}
