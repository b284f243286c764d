package org.nec4j.codec;

import java.util.Arrays;

/** Reads an array front to back and checks every length against what is left. */
final class ByteReader {
    private final byte[] bytes;
    private final int end;
    private int position;

    ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    ByteReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
    }

    int position() {
        return position;
    }

    int remaining() {
        return end - position;
    }

    int takeByte() {
        need(1);
        return bytes[position++] & 0xff;
    }

    int takeInt() {
        need(4);
        int value = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            value |= takeByte() << shift;
        }
        return value;
    }

    byte[] take(long length) {
        need(length);
        int from = position;
        position += (int) length;
        return Arrays.copyOfRange(bytes, from, position);
    }

    /** A variable-length integer of at most {@code limit}, in the shortest form, so that equal content has equal bytes. */
    long takeVarint(long limit, String meaning) {
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
