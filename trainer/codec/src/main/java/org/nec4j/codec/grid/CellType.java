package org.nec4j.codec.grid;

import java.util.Arrays;
import java.util.Locale;
import org.nec4j.codec.error.UserException;

/** How a field's numbers are stored in the file that it came from. */
public enum CellType {
    INT8(1, -0x80, 0x7f),
    UINT8(1, 0, 0xff),
    INT16(2, -0x8000, 0x7fff),
    UINT16(2, 0, 0xffff),
    INT32(4, -0x80000000L, 0x7fffffff),
    UINT32(4, 0, 0xffffffffL),
    FLOAT32(4, 0, 0),
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
