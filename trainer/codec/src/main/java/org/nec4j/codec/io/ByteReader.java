package org.nec4j.codec.io;

import java.util.Arrays;
import org.nec4j.codec.error.FormatException;

/**
 * Reads an array front to back and checks every length against what is left: where that is too little, every method throws
 * {@link FormatException} with the array's end as its offset.
 */
public final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    /** Reads all of an array, which is not copied. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads bytes[from..to); positions count from the array's start. */
    public ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    /** The index of the next byte. */
    public int position() {
        return position;
    }

    /** Bytes that are left. */
    public int remaining() {
        return end - position;
    }

    /** The next byte, 0 to 255. */
    public int takeByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    /** The next four bytes, lowest first. */
    public int takeInt() {
        need(4);
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= takeByte() << shift;
        }
        return value;
    }

    /** The next {@code length} bytes, as an array of their own that is made only if they are there. */
    public byte[] take(long length) {
        need(length);
        int from = position;
        position += (int) length;
        return Arrays.copyOfRange(bytes, from, position);
    }

    /**
     * A variable-length integer of at most {@code limit}, in the shortest form, so that equal content has equal bytes; throws
     * {@link FormatException} for any other, and calls it by its {@code meaning}.
     */
    public long takeVarint(long limit, String meaning) {
        int at = position;
        long value = 0;
        int shift = 0;
        int b;
        do {
            b = takeByte();
            value |= (long) (b & 0x7f) << shift;
            shift += 7;
            boolean padded = b == 0 && shift > 7;
            if (padded || shift > 56 || value > limit) {
                throw new FormatException("the " + meaning + " is malformed or above " + limit, at);
            }
        } while (b >= 0x80);
        return value;
    }

    private void need(long length) {
        if (length > remaining()) {
            throw new FormatException("ends " + (length - remaining()) + " bytes too early", end);
        }
    }
}
