package org.nec4j.data;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a look through folders passed over, counted by reason, so that nothing vanishes without a word.
 *
 * @param counts of each reason, how many of each kind, such as an ending
 */
public record LeftOut(Map<Reason, Map<String, Integer>> counts) {
    /** Nothing. */
    public static final LeftOut NOTHING = new LeftOut(Map.of());

    private static final int KINDS = 4;

    /** Why something was passed over. */
    public enum Reason {
        /** An image in a format that is not read. */
        FORMAT("image in a format that is not read", "images in formats that are not read"),
        /** An image that lies where no class is. */
        BESIDE("image beside the folders that were read", "images beside the folders that were read"),
        /** A symbolic link without an end. */
        DANGLING("link that leads nowhere", "links that lead nowhere"),
        /** A symbolic link to a folder that holds it. */
        LOOP("link back to a folder around it", "links back to folders around them"),
        /** What systems and editors leave behind. */
        HIDDEN("hidden or system entry", "hidden or system entries"),
        /** Anything else. */
        OTHER("file of another kind", "files of other kinds");

        private final String one;
        private final String many;

        Reason(String one, String many) {
            this.one = one;
            this.many = many;
        }
    }

    public LeftOut {
        Map<Reason, Map<String, Integer>> copy = new EnumMap<>(Reason.class);
        counts.forEach((reason, kinds) -> copy.put(reason, Map.copyOf(kinds)));
        counts = copy;
    }

    /** How many for this reason. */
    public int count(Reason reason) {
        return counts.getOrDefault(reason, Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** Both together. */
    public LeftOut and(LeftOut other) {
        Map<Reason, Map<String, Integer>> sum = new EnumMap<>(Reason.class);
        for (LeftOut one : List.of(this, other)) {
            one.counts.forEach((reason, kinds) -> kinds.forEach((kind, count) ->
                    sum.computeIfAbsent(reason, r -> new TreeMap<>()).merge(kind, count, Integer::sum)));
        }
        return new LeftOut(sum);
    }

    /** This and {@code count} more; none changes nothing. */
    public LeftOut and(Reason reason, String kind, int count) {
        return count == 0 ? this : and(new LeftOut(Map.of(reason, Map.of(kind, count))));
    }

    /** What was left out in one phrase, without an end mark; nothing where nothing was. */
    public Optional<String> phrase() {
        List<String> parts = new ArrayList<>();
        counts.forEach((reason, kinds) -> {
            int count = count(reason);
            parts.add(count + " " + (count == 1 ? reason.one : reason.many) + " (" + kinds(kinds) + ")");
        });
        return parts.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", parts));
    }

    /** A line for people about the images of {@code source}; nothing where nothing was left out. */
    public Optional<String> line(String source) {
        String remedy = count(Reason.FORMAT) > 0 ? "; convert what should count to PNG, JPEG, TIFF or .npy" : "";
        return phrase().map(what -> source + ": left out " + what + remedy + ".");
    }

    private static String kinds(Map<String, Integer> kinds) {
        List<Map.Entry<String, Integer>> most = kinds.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .toList();
        String shown = most.stream()
                .limit(KINDS)
                .map(kind -> kinds.size() == 1 ? kind.getKey() : kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return most.size() > KINDS ? shown + ", ..." : shown;
    }
}
