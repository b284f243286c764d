package org.nec4j.search;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * What a file of vectors begins with, and where its parts lie, one behind the other: of bytes the middles and steps of the
 * dimensions, vectors [count, dim], a float a vector, four doubles of
 * bounds (NaN where they are not known), a time in seconds (the least long where it is not known), where each key begins, and the keys.
 * All numbers are little-endian. This is no format for exchange: whatever does not fit is made anew.
 *
 * @param fingerprint of the archive, as {@link org.nec4j.codec.Archive#fingerprint}
 * @param precision   of the vectors
 * @param count       number of vectors
 * @param dim         numbers a vector
 * @param keyBytes    length of all keys together
 */
record VectorLayout(String fingerprint, Precision precision, int count, int dim, long keyBytes) {
    static final int HEADER_BYTES = 64;

    private static final int MAGIC = 'N' | 'E' << 8 | 'M' << 16 | 'V' << 24;
    private static final int VERSION = 2;
    static final int BOUNDS_BYTES = 4 * Double.BYTES;

    /** A time that is not known. */
    static final long UNKNOWN = Long.MIN_VALUE;

    /** So that every part but the vectors can be mapped whole. */
    static final int MOST = Integer.MAX_VALUE / BOUNDS_BYTES;

    long vectorBytes() {
        return (long) dim * precision.bytes;
    }

    int stepBytes() {
        return precision == Precision.INT8 ? 2 * dim * Float.BYTES : 0;
    }

    long vectors() {
        return HEADER_BYTES + (long) stepBytes();
    }

    long scales() {
        return vectors() + count * vectorBytes();
    }

    long bounds() {
        return scales() + (long) count * Float.BYTES;
    }

    long times() {
        return bounds() + (long) count * BOUNDS_BYTES;
    }

    long keyStarts() {
        return times() + (long) count * Long.BYTES;
    }

    long keys() {
        return keyStarts() + (count + 1L) * Long.BYTES;
    }

    long size() {
        return keys() + keyBytes;
    }

    ByteBuffer toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(MAGIC).put((byte) VERSION).put((byte) precision.ordinal()).putShort((short) 0);
        out.putInt(count).putInt(dim).putLong(keyBytes).put(HexFormat.of().parseHex(fingerprint));
        return out.putInt(crc(out)).position(HEADER_BYTES).flip();
    }

    /** Nothing where it is no such header, of another version, or damaged. */
    static Optional<VectorLayout> read(ByteBuffer header) {
        ByteBuffer in = header.order(ByteOrder.LITTLE_ENDIAN);
        if (in.remaining() != HEADER_BYTES || in.getInt() != MAGIC || in.get() != VERSION) {
            return Optional.empty();
        }
        int precision = in.get();
        in.getShort();
        int count = in.getInt();
        int dim = in.getInt();
        long keyBytes = in.getLong();
        byte[] fingerprint = new byte[32];
        in.get(fingerprint);
        int expected = crc(in);
        if (in.getInt() != expected || precision < 0 || precision > 1 || count < 0 || dim < 1 || keyBytes < 0) {
            return Optional.empty();
        }
        return Optional.of(new VectorLayout(
                HexFormat.of().formatHex(fingerprint), Precision.values()[precision], count, dim, keyBytes));
    }

    /** Of what precedes the buffer's position. */
    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), 0, header.position());
        return (int) crc.getValue();
    }
}
