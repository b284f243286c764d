package org.nec4j.config;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * One resolved setting.
 *
 * @param key    full path, such as {@code training.optimizer.betas}
 * @param value  as HOCON writes it
 * @param origin file and line, {@code reference.conf} and line, or "command line"
 */
public record Setting(String key, String value, String origin) {
    private static final Pattern DEFAULTS = Pattern.compile("([a-z]+-)*reference\\.conf");
    private static final Set<String> GUARDS = Set.of("data.check", "data.copies", "training.validation.pictures");

    /** Whether nobody stated it: its value is that of {@code reference.conf}, or of the file of that ending that its kind of experiment has. */
    public boolean isDefault() {
        return isDefault(origin);
    }

    /** Whether a place lies in a file of defaults, which comes with the program. */
    static boolean isDefault(String place) {
        return DEFAULTS.matcher(place).lookingAt();
    }

    /** Whether it decides no more than what is looked at, and nothing of what is learnt. */
    public boolean isGuard() {
        return GUARDS.contains(key);
    }
}
