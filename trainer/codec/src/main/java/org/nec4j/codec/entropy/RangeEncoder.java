package org.nec4j.codec.entropy;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Entropy-codes symbols one after the other with a range coder of 32 bits that carries (G. N. N. Martin 1979; bytes leave it as in
 * M. Schindler's). Unlike {@link RansEncoder}'s, its streams are read in the order they were written, so a beginning can be decoded
 * alone, and end in a byte or none where that one needs eight: trailing zero bytes are left out, since a decoder takes what is missing
 * for zeros.
 */
public final class RangeEncoder {
    /** The interval is kept at least so wide. */
    static final long LEAST_RANGE = 1L << 24;

    static final long FULL_RANGE = 0xffff_ffffL;
    static final int DIGIT_BITS = 4;

    private final CdfTables tables;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    private long low;
    private long range = FULL_RANGE;
    /** The last byte that a carry may still change; before the first byte there is none. */
    private int cache = -1;
    /** Bytes 255 behind it, which a carry would turn to 0. */
    private long pending;

    /** Codes under the rows of these tables. */
    public RangeEncoder(CdfTables tables) {
        this.tables = tables;
    }

    /** Codes one of the numbers 0 to count - 1, all equally likely; count is at most 65536. */
    public RangeEncoder uniform(int value, int count) {
        narrow(value, 1, range / count);
        return this;
    }

    /** Codes a symbol under a row. */
    public void put(int symbol, int row) {
        int escape = tables.entries(row) - 1;
        long value = (long) symbol - tables.offset(row);
        boolean inside = value >= 0 && value < escape;
        int interval = tables.intervals()[tables.rowStart(row) + (inside ? (int) value : escape)];
        narrow(interval >>> 16, interval & 0xffff, range >>> CdfTables.PRECISION);
        if (!inside) {
            putDigits(Escape.fold(value, escape));
        }
    }

    private void putDigits(long folded) {
        int digits = Escape.digits(folded);
        narrow(digits, 1, range >>> DIGIT_BITS);
        for (int i = 0; i < digits; i++) {
            narrow(folded >>> DIGIT_BITS * i & 15, 1, range >>> DIGIT_BITS);
        }
    }

    private void narrow(long start, long frequency, long unit) {
        low += start * unit;
        range = frequency * unit;
        while (range < LEAST_RANGE) {
            shift();
            range <<= Byte.SIZE;
        }
    }

    /** Moves the highest byte of {@code low} out, as soon as no carry can reach it any more. */
    private void shift() {
        if (low >>> 24 == 0xff) {
            pending++;
        } else {
            int carry = (int) (low >>> 32);
            if (cache >= 0) {
                out.write(cache + carry);
            }
            for (; pending > 0; pending--) {
                out.write(0xff + carry);
            }
            cache = (int) (low >>> 24) & 0xff;
        }
        low = (low & 0xff_ffffL) << Byte.SIZE;
    }

    /** The stream: of the numbers in the last interval that with the most zero bytes at its end, and those left out. */
    public byte[] finish() {
        long mask = FULL_RANGE;
        while ((low + mask & ~mask) >= low + range) {
            mask >>>= Byte.SIZE;
        }
        low = low + mask & ~mask;
        for (int i = 0; i <= Integer.BYTES; i++) {
            shift();
        }
        byte[] bytes = out.toByteArray();
        int length = bytes.length;
        while (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }
}
