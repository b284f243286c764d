package org.nec4j.config;

import java.util.Locale;

/**
 * One thing wrong with the settings.
 *
 * @param where   file and line, or "command line"
 * @param key     full path of the setting
 * @param message what is wrong and what to do
 */
public record Problem(String where, String key, String message) {
    /** Without control characters, which a file's texts may hold and which move a terminal's cursor. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        (where + ": " + key + " " + message)
                .chars()
                .forEach(c -> text.append(
                        Character.isISOControl(c)
                                ? String.format(Locale.ROOT, "\\u%04x", c)
                                : String.valueOf((char) c)));
        return text.toString();
    }

    /** As a line for people. */
    public String sentence() {
        String text = toString();
        return text.endsWith("?") ? text : text + ".";
    }
}
