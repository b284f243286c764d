package org.nec4j.fetch;

/**
 * How long to try.
 *
 * @param attempts    in a row without a new byte before giving up
 * @param firstMillis pause after the first failure; each further one doubles it, up to thirty times
 * @param readMillis  without a byte until a connection counts as dead
 */
record Patience(int attempts, long firstMillis, int readMillis) {
    private static final long MOST_DOUBLINGS = 30;

    static Patience usual() {
        return new Patience(6, 1_000, 60_000);
    }

    /** Pause after so many failures in a row, 1 or more; a server may ask for a longer one, up to the longest of ours. */
    long millis(int failures, long asked) {
        long longest = firstMillis * MOST_DOUBLINGS;
        long ours = Math.min(firstMillis << Math.min(failures - 1, 20), longest);
        return Math.max(ours, Math.min(asked, longest));
    }
}
