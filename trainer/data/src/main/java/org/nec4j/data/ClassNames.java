package org.nec4j.data;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.codec.error.UserException;

/** Class names that were found, and in messages. */
final class ClassNames {
    private static final int SHOWN = 12;

    private ClassNames() {}

    /** The first dozen names and how many there are. */
    static String list(List<String> names) {
        if (names.size() <= SHOWN) {
            return String.join(", ", names);
        }
        return String.join(", ", names.subList(0, SHOWN)) + " and " + (names.size() - SHOWN) + " more";
    }

    /**
     * Refuses names with control characters, and those that people take for one: they differ by capitals, spaces, characters without a width, or by how accents are written.
     *
     * @param where what the message begins with
     */
    static List<String> apart(String where, List<String> names) {
        Map<String, String> seen = new HashMap<>();
        for (String name : names) {
            if (name.chars().anyMatch(Character::isISOControl)) {
                throw new UserException(where + ": the class \"" + escaped(name)
                        + "\" holds a control character, which would end a line of results; rename it");
            }
            String other = seen.put(fold(name), name);
            if (other != null) {
                throw new UserException(where + ": the classes \"" + escaped(other) + "\" and \"" + escaped(name)
                        + "\" differ by spaces, capitals or the form of accents alone; give both one name, or if they"
                        + " are meant, name them under classes in the description");
            }
        }
        return names;
    }

    private static String fold(String name) {
        String plain = Normalizer.normalize(name, Normalizer.Form.NFKC)
                .replaceAll("[\\p{Cf}\\p{Cc}]", "")
                .strip();
        return Normalizer.normalize(plain.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    /** With what is not ASCII written out, so that the difference is seen. */
    private static String escaped(String name) {
        StringBuilder text = new StringBuilder();
        name.chars()
                .forEach(c ->
                        text.append(c < ' ' || c > '~' ? String.format(Locale.ROOT, "\\u%04x", c) : (char) c + ""));
        return text.toString();
    }
}
