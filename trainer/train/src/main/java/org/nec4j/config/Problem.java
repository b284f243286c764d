package org.nec4j.config;

/**
 * One thing wrong with the settings.
 *
 * @param where   file and line, or "command line"
 * @param key     full path of the setting
 * @param message what is wrong and what to do
 */
public record Problem(String where, String key, String message) {
    @Override
    public String toString() {
        return where + ": " + key + " " + message;
    }

    /** As a line for people. */
    public String sentence() {
        String text = toString();
        return text.endsWith("?") ? text : text + ".";
    }
}
