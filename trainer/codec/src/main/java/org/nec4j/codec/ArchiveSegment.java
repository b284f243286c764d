package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.FormatException;

/**
 * One batch of an archive. On the disk: a header of 24 bytes, the index, the payloads, and a commit record of 8 bytes that is
 * written only after all before it has reached the disk. A batch without its commit record has never happened.
 *
 * @param offset       of the header, from the start of the file
 * @param entries      number of embeddings
 * @param indexBytes   length of the index
 * @param payloadBytes length of all payloads together
 */
record ArchiveSegment(long offset, int entries, int indexBytes, long payloadBytes) {
    static final int HEADER_BYTES = 24;
    static final int COMMIT_BYTES = 8;

    private static final int HEADER_MAGIC = magic("SEGM");
    private static final int COMMIT_MAGIC = magic("DONE");

    /** The least that an entry takes in an index: a key of one byte. */
    private static final int MIN_INDEX_ENTRY = 9;

    long indexOffset() {
        return offset + HEADER_BYTES;
    }

    long payloadOffset() {
        return indexOffset() + indexBytes;
    }

    long commitOffset() {
        return payloadOffset() + payloadBytes;
    }

    long end() {
        return commitOffset() + COMMIT_BYTES;
    }

    ByteBuffer header() {
        ByteBuffer out = little(HEADER_BYTES)
                .putInt(HEADER_MAGIC)
                .putInt(entries)
                .putInt(indexBytes)
                .putLong(payloadBytes);
        return out.putInt(crc(out.array(), out.position())).flip();
    }

    /** The record that makes the batch part of the archive; it vouches for header and index. */
    ByteBuffer commit(byte[] index) {
        CRC32C crc = new CRC32C();
        crc.update(header());
        crc.update(index);
        return little(COMMIT_BYTES)
                .putInt(COMMIT_MAGIC)
                .putInt((int) crc.getValue())
                .flip();
    }

    /** The batch whose header is given; throws {@link FormatException} if the header is none. */
    static ArchiveSegment read(ByteBuffer header, long offset) {
        ByteBuffer in = header.order(ByteOrder.LITTLE_ENDIAN);
        int magic = in.getInt();
        int entries = in.getInt();
        int indexBytes = in.getInt();
        long payloadBytes = in.getLong();
        boolean intact = magic == HEADER_MAGIC && in.getInt() == crc(header.array(), HEADER_BYTES - 4);
        boolean sound =
                entries >= 0 && indexBytes >= 0 && payloadBytes >= 0 && (long) entries * MIN_INDEX_ENTRY <= indexBytes;
        if (!intact || !sound) {
            throw new FormatException("is damaged: no batch of embeddings begins here", offset);
        }
        return new ArchiveSegment(offset, entries, indexBytes, payloadBytes);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static ByteBuffer little(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int magic(String text) {
        return text.charAt(0) | text.charAt(1) << 8 | text.charAt(2) << 16 | text.charAt(3) << 24;
    }
}
