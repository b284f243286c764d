package org.nec4j.report;

/**
 * A claim, published or this project's own, and what was measured here.
 *
 * @param claim      in a sentence
 * @param published  the published value, or that there is none
 * @param ours       the measured value
 * @param difference between the two, with its unit
 * @param outcome    whether the claim holds on this data
 */
public record Verdict(String claim, String published, String ours, String difference, Outcome outcome) {
    /** What became of a claim. */
    public enum Outcome {
        HOLDS("holds"),
        FAILS("does not hold"),
        OPEN("cannot be told from these points"),
        NOISE("cannot be told from so few images");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** In words, for tables. */
        public String words() {
            return words;
        }
    }
}
