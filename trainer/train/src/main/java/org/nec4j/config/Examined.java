package org.nec4j.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A settings file with whatever is wrong with it by itself, and what is needed to find more.
 *
 * @param file     the file
 * @param settings the typed settings, with defaults in place of what is wrong; nothing where that makes none
 * @param problems what is wrong
 * @param replaced keys that have defaults in place of what is wrong
 * @param origins  file and line of every key and list element, such as {@code training.parameters[2].pattern}
 */
public record Examined<T>(
        Path file, Optional<T> settings, List<Problem> problems, Set<String> replaced, Map<String, String> origins) {
    private static final Pattern DEFAULTS = Pattern.compile("(study-)?reference\\.conf:.*");

    private static final String PRESET = "model.preset";

    /** What an unknown preset leaves open. */
    private static final String SIZES = "model";

    public Examined {
        problems = List.copyOf(problems);
        replaced = Set.copyOf(replaced);
        origins = Map.copyOf(origins);
    }

    /** Settings that were read without a problem; list elements have the place of their list. */
    public static <T> Examined<T> of(Loaded<T> loaded) {
        Map<String, String> origins = new HashMap<>();
        loaded.resolved().forEach(setting -> origins.put(setting.key(), setting.origin()));
        return new Examined<>(loaded.files().get(0), Optional.of(loaded.settings()), List.of(), Set.of(), origins);
    }

    /** Where a key is stated: file and line, or the next block above it that has one. */
    public String origin(String key) {
        String at = key;
        while (!origins.containsKey(at) && at.matches(".*[.\\[].*")) {
            at = at.replaceFirst("[.\\[][^.\\[]*$", "");
        }
        return origins.getOrDefault(at, file.toString());
    }

    /** Whether anyone but the defaults states the key. */
    public boolean isStated(String key) {
        return origins.containsKey(key) && !DEFAULTS.matcher(origins.get(key)).matches();
    }

    /**
     * Whether whoever stated the key knew of the other: the same file states both, or the key is one of a sweep or of the command line,
     * which are written for this very experiment.
     */
    public boolean isStatedBeside(String key, String other) {
        return isStated(key)
                && (origin(key).equals(Overrides.COMMAND_LINE)
                        || origin(key).endsWith(Loaded.SWEPT)
                        || fileOf(key).equals(fileOf(other)));
    }

    /** Whether the key, a block above it or an element of it is wrong by itself: what is said of its value then misleads. */
    public boolean isWrong(String key) {
        return problems.stream()
                .map(problem -> problem.key().equals(PRESET) ? SIZES : problem.key())
                .anyMatch(wrong -> isWithin(wrong, key) || isWithin(key, wrong));
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.equals(outer) || inner.startsWith(outer + ".") || inner.startsWith(outer + "[");
    }

    private String fileOf(String key) {
        return origin(key).replaceFirst(":[0-9]+$", "");
    }
}
