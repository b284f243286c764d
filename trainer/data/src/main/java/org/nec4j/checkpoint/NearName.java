package org.nec4j.checkpoint;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the tensor that another training script may have meant by a name. */
final class NearName {
    private NearName() {}

    /**
     * The candidate that is the name behind another prefix, or that shares at least three quarters of its letters at both ends.
     * Numbers must agree: block 3 is not block 2 misspelt.
     */
    static Optional<String> of(String name, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> digits(candidate).equals(digits(name)))
                .filter(candidate -> candidate.endsWith("." + name)
                        || name.endsWith("." + candidate)
                        || 4 * shared(name, candidate) >= 3 * Math.max(name.length(), candidate.length()))
                .max(Comparator.comparingInt(candidate -> shared(name, candidate)));
    }

    private static String digits(String name) {
        return name.replaceAll("\\D+", " ");
    }

    /** Letters that both begin with, and behind them letters that both end in. */
    private static int shared(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        int before = 0;
        while (before < shorter && a.charAt(before) == b.charAt(before)) {
            before++;
        }
        int behind = 0;
        while (before + behind < shorter && a.charAt(a.length() - 1 - behind) == b.charAt(b.length() - 1 - behind)) {
            behind++;
        }
        return before + behind;
    }
}
