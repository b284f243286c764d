package org.nec4j.progress;

import java.util.Locale;

/** Spans of time in words. */
public final class HumanTime {
    private HumanTime() {}

    /** "2 h 05 min", "3 min 20 s", "45 s". */
    public static String words(double seconds) {
        long s = Math.round(seconds);
        if (s >= 3600) {
            return String.format(Locale.ROOT, "%d h %02d min", s / 3600, s % 3600 / 60);
        }
        return s >= 60 ? String.format(Locale.ROOT, "%d min %02d s", s / 60, s % 60) : s + " s";
    }
}
