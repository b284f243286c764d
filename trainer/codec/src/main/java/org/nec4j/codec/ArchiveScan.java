package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Bytes;

/**
 * Walks through an archive's batches, from header to header, and gathers their indexes.
 *
 * @param digest SHA-256 digest of the codec, in hexadecimal
 * @param index  all embeddings of the finished batches
 * @param end    where the last finished batch ends; what follows is the rest of an interrupted append
 */
record ArchiveScan(String digest, ArchiveIndex index, long end) {
    static final int VERSION = 1;
    static final int HEADER_BYTES = 44;

    private static final byte[] MAGIC = {'N', 'E', 'M', 'A', VERSION, 0, 0, 0};

    static byte[] header(String digest) {
        Bytes out = new Bytes().put(MAGIC).put(HexFormat.of().parseHex(digest));
        return out.putInt(crc(out.toArray(), HEADER_BYTES - 4)).toArray();
    }

    static ArchiveScan of(ByteSource file) {
        byte[] header = new byte[(int) Math.min(HEADER_BYTES, file.size())];
        file.read(0, ByteBuffer.wrap(header));
        if (header.length < HEADER_BYTES || !Arrays.equals(header, 0, 4, MAGIC, 0, 4)) {
            throw new FormatException("is no archive of embeddings: it does not begin with \"NEMA\" and a header", 0);
        }
        if (header[4] != VERSION) {
            throw new FormatException(
                    "is an archive of format version " + (header[4] & 0xff) + ", this program reads version " + VERSION
                            + "; use a newer one",
                    4);
        }
        String digest = HexFormat.of().formatHex(header, MAGIC.length, HEADER_BYTES - 4);
        if (!Arrays.equals(header, header(digest))) {
            throw new FormatException("is damaged: the checksum of its header is wrong", HEADER_BYTES - 4);
        }
        ArchiveIndex index = new ArchiveIndex();
        long position = HEADER_BYTES;
        while (file.size() - position >= ArchiveSegment.HEADER_BYTES) {
            ByteBuffer bytes = ByteBuffer.allocate(ArchiveSegment.HEADER_BYTES);
            file.read(position, bytes);
            if (isZero(bytes.array())) {
                // A power cut can leave a file longer than what had been written to it.
                break;
            }
            ArchiveSegment segment = ArchiveSegment.read(bytes.flip(), position);
            if (segment.payloadBytes() > file.size() || segment.end() > file.size()) {
                break;
            }
            addFinished(segment, file, index);
            position = segment.end();
        }
        return new ArchiveScan(digest, index, position);
    }

    private static void addFinished(ArchiveSegment segment, ByteSource file, ArchiveIndex index) {
        byte[] entries = new byte[segment.indexBytes()];
        file.read(segment.indexOffset(), ByteBuffer.wrap(entries));
        ByteBuffer commit = ByteBuffer.allocate(ArchiveSegment.COMMIT_BYTES);
        file.read(segment.commitOffset(), commit);
        if (!commit.flip().equals(segment.commit(entries))) {
            throw new FormatException(
                    "is damaged: the index of a batch does not match its checksum", segment.indexOffset());
        }
        try {
            index.addAll(segment, entries);
        } catch (FormatException e) {
            throw e.after(segment.indexOffset());
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
