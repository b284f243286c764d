package org.nec4j.codec.io;

import java.util.Arrays;

/** A growing byte array with the format's variable-length integers: seven bits a byte, lowest first, high bit on all but the last. */
public final class Bytes {
    private byte[] bytes = new byte[64];
    private int size;

    /** Appends an array. */
    public Bytes put(byte[] source) {
        return put(source, 0, source.length);
    }

    /** Appends source[from..to). */
    public Bytes put(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
        return this;
    }

    /** Appends the low eight bits. */
    public Bytes putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
        return this;
    }

    /** Appends four bytes, lowest first. */
    public Bytes putInt(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            putByte(value >>> shift);
        }
        return this;
    }

    /** Appends a number from 0 on as a variable-length integer. */
    public Bytes putVarint(long value) {
        long rest = value;
        while (rest >>> 7 != 0) {
            putByte((int) rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        return putByte((int) rest);
    }

    /** Bytes that {@link #putVarint} spends on a number from 0 on. */
    public static int varintBytes(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    /** Bytes appended so far. */
    public int size() {
        return size;
    }

    /** A copy of all that was appended. */
    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, Math.addExact(size, more)));
        }
    }
}
