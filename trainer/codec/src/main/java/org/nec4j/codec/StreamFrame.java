package org.nec4j.codec;

import java.util.Arrays;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.model.LatentCoder;

/**
 * The frame of one coded embedding ({@code .nemb}), usually 17 bytes around the payload: "NEMB", version and kind in a byte,
 * four bytes of the codec's digest, number of tokens and length of the payload as variable-length integers (two bytes each in
 * the common case), the payload, and the CRC32C of all before it.
 *
 * @param kind        how the payload is coded, 0 to 15
 * @param codecPrefix the first four bytes of the digest of the codec that decodes it, big-endian
 * @param tokens      number of tokens
 * @param payload     the entropy-coded bytes; not copied
 */
record StreamFrame(int kind, int codecPrefix, int tokens, byte[] payload) {
    static final int VERSION = 1;

    static final int KIND_OFFSET = 4;
    static final int CODEC_OFFSET = 5;
    static final int TOKENS_OFFSET = 9;

    private static final int CRC_BYTES = 4;
    private static final byte[] MAGIC = {'N', 'E', 'M', 'B'};

    byte[] toBytes() {
        return assemble(kind, codecPrefix, tokens, payload, 0, payload.length);
    }

    /** The bytes of the frame around {@code length} bytes of {@code source}. */
    static byte[] assemble(int kind, int codecPrefix, int tokens, byte[] source, int from, int length) {
        byte[] header = new Bytes()
                .put(MAGIC)
                .putByte(VERSION << 4 | kind)
                .putInt(Integer.reverseBytes(codecPrefix))
                .putVarint(tokens)
                .putVarint(length)
                .toArray();
        byte[] frame = Arrays.copyOf(header, header.length + length + CRC_BYTES);
        System.arraycopy(source, from, frame, header.length, length);
        int end = header.length + length;
        byte[] crc = new Bytes().putInt(crc(frame, end)).toArray();
        System.arraycopy(crc, 0, frame, end, CRC_BYTES);
        return frame;
    }

    /** Bytes before the payload. */
    int headerBytes() {
        return (int) overhead(tokens, payload.length) - CRC_BYTES;
    }

    /** Bytes of a frame that are not payload. */
    static long overhead(int tokens, int payloadLength) {
        return TOKENS_OFFSET + Bytes.varintBytes(tokens) + Bytes.varintBytes(payloadLength) + CRC_BYTES;
    }

    /** The checksum that a frame ends in. */
    static int crcOf(byte[] frame) {
        return new ByteReader(frame, frame.length - CRC_BYTES, frame.length).takeInt();
    }

    /** Reads and checks a frame that fills {@code bytes}. */
    static StreamFrame read(byte[] bytes) {
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FormatException("not a coded embedding: it does not begin with \"NEMB\"", 0);
        }
        ByteReader in = new ByteReader(bytes, MAGIC.length, bytes.length);
        int versionAndKind = in.takeByte();
        if (versionAndKind >> 4 != VERSION) {
            throw new FormatException(
                    "a coded embedding of format version " + (versionAndKind >> 4) + ", this program reads version "
                            + VERSION + "; use a newer one",
                    KIND_OFFSET);
        }
        int codecPrefix = Integer.reverseBytes(in.takeInt());
        int tokens = (int) in.takeVarint(LatentCoder.MAX_TOKENS, "number of tokens");
        int length = (int) in.takeVarint(Integer.MAX_VALUE, "length of the payload");
        byte[] payload = in.take(length);
        int end = in.position();
        int crc = in.takeInt();
        if (in.remaining() != 0) {
            throw new FormatException(in.remaining() + " bytes too many in a coded embedding", in.position());
        }
        if (crc != crc(bytes, end)) {
            throw new FormatException("a damaged coded embedding: its checksum is wrong", end);
        }
        return new StreamFrame(versionAndKind & 15, codecPrefix, tokens, payload);
    }

    private static int crc(byte[] bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
