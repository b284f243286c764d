package org.nec4j.study;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Where a study's time goes, by kind of work. For one thread. */
final class Spent {
    private final Map<String, Long> nanos = new LinkedHashMap<>();

    /** Does the work and counts its time. */
    <T> T on(String kind, Supplier<T> work) {
        long start = System.nanoTime();
        try {
            return work.get();
        } finally {
            nanos.merge(kind, System.nanoTime() - start, Long::sum);
        }
    }

    /** "training 312 s, coding 40 s", longest first; empty if nothing was done. */
    String line() {
        return nanos.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(e -> String.format(Locale.ROOT, "%s %.1f s", e.getKey(), e.getValue() / 1e9))
                .collect(Collectors.joining(", "));
    }
}
