package org.nec4j.config;

/** Two numbers in order, written {@code [low, high]}; both ends belong to the span. */
@Positional
public record Span(double low, double high) {
    public Span {
        if (!(low <= high)) {
            throw new IllegalArgumentException("is [" + low + ", " + high + "]; write the smaller number first");
        }
    }

    /** Whether the value lies between the ends or on one of them. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
