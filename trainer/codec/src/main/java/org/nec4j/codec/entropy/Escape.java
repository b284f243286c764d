package org.nec4j.codec.entropy;

/**
 * How a symbol outside its row is written after the escape entry: its distance from the row, folded to a number from 0 on,
 * as the count of its 4-bit digits (in digits of 15 while it is 15 or more, then the rest) and the digits, lowest first.
 */
final class Escape {
    /** Digits of the largest distance that two ints can have, folded: below 2^34. */
    static final int MAX_DIGITS = 9;

    private Escape() {}

    /** Odd numbers for values below the row, even ones for values from {@code end} on. */
    static long fold(long value, int end) {
        return value < 0 ? -2 * value - 1 : 2 * (value - end);
    }

    static long unfold(long folded, int end) {
        return (folded & 1) == 1 ? -(folded >> 1) - 1 : (folded >> 1) + end;
    }

    static int digits(long folded) {
        return (67 - Long.numberOfLeadingZeros(folded)) / 4;
    }
}
