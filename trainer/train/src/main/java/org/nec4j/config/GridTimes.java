package org.nec4j.config;

/**
 * Places along the first axis of gridded fields.
 *
 * @param from the first
 * @param to   the one behind the last
 */
@Positional
public record GridTimes(
        @Interval("[0, 2147483647]") int from,
        @Interval("[1, 2147483647]") int to) {
    public GridTimes {
        Violations wrong = new Violations();
        wrong.unless(from < to, "to", "is " + to + " and must lie above the first, " + from);
        wrong.report();
    }

    /** Whether a place lies in both. */
    boolean overlaps(GridTimes other) {
        return from < other.to && other.from < to;
    }

    /** As settings state it. */
    @Override
    public String toString() {
        return "[" + from + ", " + to + "]";
    }
}
