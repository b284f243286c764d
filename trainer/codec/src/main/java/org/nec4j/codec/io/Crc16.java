package org.nec4j.codec.io;

/**
 * The 16-bit checksum of compact frames: polynomial 1021 (hexadecimal), from ffff, highest bit first, nothing reflected or inverted (CRC-16/IBM-3740).
 * It notices every change of up to 16 bits in a row, every odd number of changed bits, every two of them, and of all other damage
 * all but one in 65536.
 */
public final class Crc16 {
    private static final int[] TABLE = new int[256];

    static {
        for (int i = 0; i < TABLE.length; i++) {
            int crc = i << 8;
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                crc = crc << 1 ^ ((crc & 0x8000) == 0 ? 0 : 0x1021);
            }
            TABLE[i] = crc & 0xffff;
        }
    }

    private Crc16() {}

    /** Of bytes[from..to). */
    public static int of(byte[] bytes, int from, int to) {
        int crc = 0xffff;
        for (int i = from; i < to; i++) {
            crc = crc << 8 & 0xffff ^ TABLE[crc >>> 8 ^ bytes[i] & 0xff];
        }
        return crc;
    }
}
