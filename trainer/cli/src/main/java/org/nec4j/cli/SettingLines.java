package org.nec4j.cli;

import java.util.List;
import java.util.Locale;
import org.nec4j.config.Setting;

/** Settings with their values and where they were stated, in aligned lines. */
final class SettingLines {
    private static final int WIDEST_ALIGNED = 60;

    private SettingLines() {}

    static List<String> of(List<Setting> resolved) {
        int width = resolved.stream()
                .mapToInt(s -> s.key().length() + 3 + s.value().length())
                .filter(w -> w <= WIDEST_ALIGNED)
                .max()
                .orElse(1);
        return resolved.stream()
                .map(s -> String.format(Locale.ROOT, "%-" + width + "s  # %s", s.key() + " = " + s.value(), s.origin()))
                .toList();
    }
}
