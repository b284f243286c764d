package org.nec4j.codec.grid;

import java.util.Arrays;
import java.util.Locale;
import org.nec4j.codec.error.UserException;

/** How a field's numbers are stored in the file that it came from. */
public enum CellType {
    /** Whole numbers from -128 to 127. */
    INT8(1, -0x80, 0x7f),
    /** Whole numbers from 0 to 255. */
    UINT8(1, 0, 0xff),
    /** Whole numbers from -2^15 to 2^15 - 1. */
    INT16(2, -0x8000, 0x7fff),
    /** Whole numbers from 0 to 2^16 - 1. */
    UINT16(2, 0, 0xffff),
    /** Whole numbers from -2^31 to 2^31 - 1. */
    INT32(4, -0x80000000L, 0x7fffffff),
    /** Whole numbers from 0 to 2^32 - 1. */
    UINT32(4, 0, 0xffffffffL),
    /** Floating point in single precision. */
    FLOAT32(4, 0, 0),
    /** Floating point in double precision. */
    FLOAT64(8, 0, 0);

    private final int bytes;
    private final long least;
    private final long most;

    CellType(int bytes, long least, long most) {
        this.bytes = bytes;
        this.least = least;
        this.most = most;
    }

    /** Bytes of a number. */
    public int bytes() {
        return bytes;
    }

    /** Whether numbers are whole. */
    public boolean isWhole() {
        return least != most;
    }

    /** The nearest number of this type; of whole ones the nearest that there is. */
    double cast(double value) {
        if (this == FLOAT32) {
            return (float) value;
        }
        return isWhole() ? Math.max(least, Math.min(most, Math.rint(value))) : value;
    }

    /** The number's bits, as they are stored in an archive. */
    long bits(double value) {
        return switch (this) {
            case FLOAT32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
            case FLOAT64 -> Double.doubleToRawLongBits(value);
            default -> (long) value & (1L << 8 * bytes) - 1;
        };
    }

    /** The way back. */
    double value(long bits) {
        int unused = 64 - 8 * bytes;
        return switch (this) {
            case FLOAT32 -> Float.intBitsToFloat((int) bits);
            case FLOAT64 -> Double.longBitsToDouble(bits);
            default -> least < 0 ? bits << unused >> unused : bits;
        };
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static CellType of(String word) {
        return Arrays.stream(values())
                .filter(type -> type.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new UserException("has numbers of type \"" + word + "\", which this version does not know"));
    }
}
