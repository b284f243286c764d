package org.nec4j.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.model.LatentCoder;

/**
 * What an archive begins with: "NEMA", version, three zeros, the codec's digest, in version 2 the number of tokens of all embeddings, and
 * a CRC32C. An archive of version 2 holds the streams of a codec whose frames are compact, one of version 1 those of all others.
 *
 * @param digest SHA-256 digest of the codec, in hexadecimal
 * @param tokens of every embedding; {@link StreamFrame#UNSAID} in version 1, whose embeddings say theirs
 */
record ArchiveHead(String digest, int tokens) {
    private static final byte[] MAGIC = {'N', 'E', 'M', 'A'};
    private static final int VERSION_1 = 1;
    private static final int VERSION_2 = 2;
    private static final int BEFORE_DIGEST = 8;
    private static final int DIGEST_BYTES = 32;
    private static final int LEAST_BYTES = 44;
    private static final int MOST_BYTES = 48;

    boolean isCompact() {
        return tokens != StreamFrame.UNSAID;
    }

    byte[] toBytes() {
        Bytes out = new Bytes().put(MAGIC).putInt(isCompact() ? VERSION_2 : VERSION_1);
        out.put(HexFormat.of().parseHex(digest));
        if (isCompact()) {
            out.putInt(tokens);
        }
        CRC32C crc = new CRC32C();
        crc.update(out.toArray());
        return out.putInt((int) crc.getValue()).toArray();
    }

    /** Reads and checks the beginning of a file. */
    static ArchiveHead read(ByteSource file) {
        byte[] bytes = new byte[(int) Math.min(MOST_BYTES, file.size())];
        file.read(0, ByteBuffer.wrap(bytes));
        if (bytes.length < LEAST_BYTES || !Arrays.equals(bytes, 0, 4, MAGIC, 0, 4)) {
            throw new FormatException("is no archive of embeddings: it does not begin with \"NEMA\" and a header", 0);
        }
        if (bytes[4] != VERSION_1 && bytes[4] != VERSION_2) {
            throw new FormatException(
                    "is an archive of format version " + (bytes[4] & 0xff)
                            + ", this program reads versions 1 and 2; use a newer one",
                    4);
        }
        int digestEnd = BEFORE_DIGEST + DIGEST_BYTES;
        String digest = HexFormat.of().formatHex(bytes, BEFORE_DIGEST, digestEnd);
        int tokens = bytes[4] == VERSION_1 ? StreamFrame.UNSAID : little(bytes, digestEnd) & Integer.MAX_VALUE;
        ArchiveHead head = new ArchiveHead(digest, tokens);
        byte[] expected = head.toBytes();
        if (bytes.length < expected.length || !Arrays.equals(bytes, 0, expected.length, expected, 0, expected.length)) {
            throw new FormatException("is damaged: the checksum of its header is wrong", expected.length - 4);
        }
        if (tokens > LatentCoder.MAX_TOKENS) {
            throw new FormatException("holds embeddings of " + tokens + " tokens, which no codec has", digestEnd);
        }
        return head;
    }

    private static int little(byte[] bytes, int at) {
        return Integer.reverseBytes(ByteBuffer.wrap(bytes).getInt(at));
    }
}
