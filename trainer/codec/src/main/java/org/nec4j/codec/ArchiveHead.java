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
 * What an archive begins with: "NEMA", version, three zeros, the codec's digest, in versions 2 and 4 the number of tokens of all embeddings,
 * and a CRC32C. An archive of version 2 or 4 holds the streams of a codec whose frames are compact, one of version 1 or 3 those of all
 * others; versions 3 and 4 are 1 and 2 with places.
 *
 * @param digest SHA-256 digest of the codec, in hexadecimal
 * @param tokens of every embedding; {@link StreamFrame#UNSAID} in versions 1 and 3, whose embeddings say theirs
 * @param places whether embeddings may have a {@link Place}
 */
record ArchiveHead(String digest, int tokens, boolean places) {
    private static final byte[] MAGIC = {'N', 'E', 'M', 'A'};
    private static final int DESCRIBED = 1;
    private static final int COMPACT = 2;
    /** What versions with places are higher by. */
    private static final int WITH_PLACES = 2;

    private static final int NEWEST = 4;
    private static final int BEFORE_DIGEST = 8;
    private static final int DIGEST_BYTES = 32;
    private static final int LEAST_BYTES = 44;
    private static final int MOST_BYTES = 48;

    boolean isCompact() {
        return tokens != StreamFrame.UNSAID;
    }

    ArchiveHead withPlaces() {
        return new ArchiveHead(digest, tokens, true);
    }

    int version() {
        return (isCompact() ? COMPACT : DESCRIBED) + (places ? WITH_PLACES : 0);
    }

    byte[] toBytes() {
        Bytes out = new Bytes().put(MAGIC).putInt(version());
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
        int version = bytes[4] & 0xff;
        if (version < DESCRIBED || version > NEWEST) {
            throw new FormatException(
                    "is an archive of format version " + version
                            + ", this program reads versions 1 to 4; use a newer one",
                    4);
        }
        int digestEnd = BEFORE_DIGEST + DIGEST_BYTES;
        String digest = HexFormat.of().formatHex(bytes, BEFORE_DIGEST, digestEnd);
        boolean places = version > WITH_PLACES;
        boolean compact = version == (places ? COMPACT + WITH_PLACES : COMPACT);
        int tokens = compact ? little(bytes, digestEnd) & Integer.MAX_VALUE : StreamFrame.UNSAID;
        ArchiveHead head = new ArchiveHead(digest, tokens, places);
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
