package org.nec4j.progress;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What a misspelt word may have meant. */
public final class Suggestion {
    /** No word that is meant is longer, and comparing takes the product of two lengths. */
    private static final int LONGEST = 200;

    private Suggestion() {}

    /** The candidate that a slip or two turn into the word, or one that ends in it as a key of another block. */
    public static Optional<String> closest(String word, Collection<String> candidates) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String last = word.substring(word.lastIndexOf('.') + 1);
        int bound = 1 + last.length() / 4;
        Optional<String> near = candidates.stream()
                .filter(c -> isWithin(bound, word, c))
                .min(Comparator.comparingInt((String c) -> distance(word, c)).thenComparing(c -> c));
        return near.or(() -> candidates.stream()
                .filter(c -> isWithin(last.length() / 5, last, c.substring(c.lastIndexOf('.') + 1)))
                .min(Comparator.comparingInt((String c) -> distance(last, c.substring(c.lastIndexOf('.') + 1)))
                        .thenComparing(c -> c)));
    }

    /** Whether that many slips are enough; a difference in length takes as many. */
    private static boolean isWithin(int slips, String a, String b) {
        return Math.abs(a.length() - b.length()) <= slips && distance(a, b) <= slips;
    }

    /** Smallest number of letters to insert, drop, replace or swap with a neighbour (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int replace = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                d[i][j] = Math.min(replace, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
