package org.nec4j.study;

import java.util.Locale;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.nec4j.onboard.Judgement;

/** One run of a study of compressed learning. */
record SensingPoint(String condition, String entrant, long seed, Judgement judgement) {
    /**
     * Two runs on the same images (McNemar, Psychometrika 12, 1947; the exact form).
     *
     * @param ours   images that only the one got right
     * @param theirs images that only the other got right
     * @param p      two-sided, of a fair coin
     */
    record Pair(int ours, int theirs, double p) {
        private static final double LEAST_TOLD = 0.001;

        boolean isSignificant() {
            return p < 0.05;
        }

        /** "32 : 22, p 0.220"; what is too small for three decimals is told as such. */
        String words() {
            String chance = p < LEAST_TOLD ? "p < 0.001" : String.format(Locale.ROOT, "p %.3f", p);
            return ours + " : " + theirs + ", " + chance;
        }
    }

    Pair against(SensingPoint other) {
        boolean[] mine = judgement.right();
        boolean[] others = other.judgement.right();
        if (mine.length != others.length) {
            throw new IllegalArgumentException(mine.length + " images against " + others.length);
        }
        int ours = 0;
        int theirs = 0;
        for (int i = 0; i < mine.length; i++) {
            ours += mine[i] && !others[i] ? 1 : 0;
            theirs += others[i] && !mine[i] ? 1 : 0;
        }
        double p = Math.min(
                1, 2 * new BinomialDistribution(ours + theirs, 0.5).cumulativeProbability(Math.min(ours, theirs)));
        return new Pair(ours, theirs, p);
    }
}
