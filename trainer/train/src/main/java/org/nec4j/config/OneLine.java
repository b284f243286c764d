package org.nec4j.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Set;

/**
 * Texts of settings become names of files, lines of results and words on a terminal: control characters in them, and in the names of
 * keys, are problems. What people quote may have several lines.
 */
final class OneLine {
    private static final Set<String> QUOTED = Set.of("citation", "description", "note");

    private final Problems problems;

    private OneLine(Problems problems) {
        this.problems = problems;
    }

    /** Notes every text and every key below the object that holds a control character. */
    static void check(ConfigObject object, String prefix, Problems problems) {
        new OneLine(problems).block(object, prefix);
    }

    private void block(ConfigObject object, String prefix) {
        object.forEach((key, value) -> {
            if (holdsControl(key, false)) {
                problems.note(value.origin(), prefix + key, "is no setting: its name holds a control character");
            }
            value(value, prefix + key, QUOTED.contains(key));
        });
    }

    private void value(ConfigValue value, String path, boolean quoted) {
        if (value instanceof ConfigObject inner) {
            block(inner, path + ".");
        } else if (value instanceof ConfigList list) {
            for (int i = 0; i < list.size(); i++) {
                value(list.get(i), path + "[" + i + "]", quoted);
            }
        } else if (value.valueType() == ConfigValueType.STRING && holdsControl(Scalars.text(value), quoted)) {
            problems.note(
                    value.origin(),
                    path,
                    "is \"" + Scalars.text(value) + "\", which holds a control character; take it out");
        }
    }

    private static boolean holdsControl(String text, boolean mayHaveLines) {
        return text.chars().anyMatch(c -> Character.isISOControl(c) && !(mayHaveLines && (c == '\n' || c == '\t')));
    }
}
