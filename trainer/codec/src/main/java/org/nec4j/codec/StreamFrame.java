package org.nec4j.codec;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.CRC32C;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteReader;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Crc16;
import org.nec4j.codec.model.LatentCoder;

/**
 * The frame of one coded embedding ({@code .nemb}). Version 1 is usually 17 bytes around the payload: "NEMB", version and kind in a byte,
 * four bytes of the codec's digest, number of tokens and length of the payload as variable-length integers (two bytes each in
 * the common case), the payload, and the CRC32C of all before it. Version 2, the compact one of codecs that know their number of tokens, is
 * five: version and kind, two bytes of the digest, the payload, and a {@link Crc16} of all before it.
 *
 * @param version     1 or 2
 * @param kind        how the payload is coded, 0 to 15
 * @param codecPrefix the first four bytes of the digest of the codec that decodes it, big-endian; of the compact version two, then zeros
 * @param tokens      number of tokens; {@link #UNSAID} in the compact version
 * @param payload     the entropy-coded bytes; not copied
 */
record StreamFrame(int version, int kind, int codecPrefix, int tokens, byte[] payload) {
    static final int VERSION = 1;
    static final int COMPACT = 2;

    /** The number of tokens where the codec alone knows it. */
    static final int UNSAID = -1;

    static final int KIND_OFFSET = 4;
    static final int CODEC_OFFSET = 5;
    static final int TOKENS_OFFSET = 9;

    /** Bytes of a compact frame that are not payload. */
    static final int COMPACT_OVERHEAD = 5;

    private static final int COMPACT_HEADER = 3;
    private static final int TAG_BITS = 0xffff_0000;
    private static final int CRC_BYTES = 4;
    private static final byte[] MAGIC = {'N', 'E', 'M', 'B'};

    /** A frame of version 1. */
    StreamFrame(int kind, int codecPrefix, int tokens, byte[] payload) {
        this(VERSION, kind, codecPrefix, tokens, payload);
    }

    /** The compact frame of a payload. */
    static StreamFrame compact(int kind, int codecPrefix, byte[] payload) {
        return new StreamFrame(COMPACT, kind, codecPrefix & TAG_BITS, UNSAID, payload);
    }

    boolean isCompact() {
        return version == COMPACT;
    }

    /** Whether the codec's digest begins as the frame says, as far as that goes. */
    boolean belongsTo(int prefix) {
        return codecPrefix == (isCompact() ? prefix & TAG_BITS : prefix);
    }

    /** What the frame says of its codec's digest, in hexadecimal. */
    String tag() {
        String digits = HexFormat.of().toHexDigits(codecPrefix);
        return isCompact() ? digits.substring(0, 4) : digits;
    }

    /** Where the frame says which codec it belongs to. */
    int codecOffset() {
        return isCompact() ? 1 : CODEC_OFFSET;
    }

    byte[] toBytes() {
        return isCompact()
                ? assembleCompact(kind, codecPrefix, payload, 0, payload.length)
                : assemble(kind, codecPrefix, tokens, payload, 0, payload.length);
    }

    /** The bytes of the compact frame around {@code length} bytes of {@code source}. */
    static byte[] assembleCompact(int kind, int codecPrefix, byte[] source, int from, int length) {
        byte[] frame = new byte[COMPACT_OVERHEAD + length];
        frame[0] = (byte) (COMPACT << 4 | kind);
        frame[1] = (byte) (codecPrefix >>> 24);
        frame[2] = (byte) (codecPrefix >>> 16);
        int end = COMPACT_HEADER + length;
        System.arraycopy(source, from, frame, COMPACT_HEADER, length);
        int crc = Crc16.of(frame, 0, end);
        frame[end] = (byte) crc;
        frame[end + 1] = (byte) (crc >>> 8);
        return frame;
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
        byte[] crc = new Bytes().putInt(crc(frame, 0, end)).toArray();
        System.arraycopy(crc, 0, frame, end, CRC_BYTES);
        return frame;
    }

    /** Bytes before the payload. */
    int headerBytes() {
        return isCompact() ? COMPACT_HEADER : (int) overhead(tokens, payload.length) - CRC_BYTES;
    }

    /** Bytes of a frame that are not payload. */
    static long overhead(int tokens, int payloadLength) {
        return TOKENS_OFFSET + Bytes.varintBytes(tokens) + Bytes.varintBytes(payloadLength) + CRC_BYTES;
    }

    /** What an archive keeps of a stream to know it by: the CRC32C that its frame ends in, of a compact one that of the payload. */
    int archivedCrc(byte[] stream) {
        return isCompact() ? crc(payload, 0, payload.length) : crcOf(stream);
    }

    /** The checksum that a frame of version 1 ends in. */
    static int crcOf(byte[] frame) {
        return new ByteReader(frame, frame.length - CRC_BYTES, frame.length).takeInt();
    }

    static int crc(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Reads and checks a frame that fills {@code bytes}. */
    static StreamFrame read(byte[] bytes) {
        if (bytes.length > 0 && bytes[0] >> 4 == COMPACT) {
            return readCompact(bytes);
        }
        if (bytes.length < MAGIC.length || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new FormatException("not a coded embedding: it begins neither with \"NEMB\" nor as a compact one", 0);
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
        if (crc != crc(bytes, 0, end)) {
            throw new FormatException("a damaged coded embedding: its checksum is wrong", end);
        }
        return new StreamFrame(versionAndKind & 15, codecPrefix, tokens, payload);
    }

    private static StreamFrame readCompact(byte[] bytes) {
        if (bytes.length < COMPACT_OVERHEAD) {
            throw new FormatException("ends " + (COMPACT_OVERHEAD - bytes.length) + " bytes too early", bytes.length);
        }
        int end = bytes.length - 2;
        int crc = bytes[end] & 0xff | (bytes[end + 1] & 0xff) << 8;
        if (crc != Crc16.of(bytes, 0, end)) {
            throw new FormatException("a damaged coded embedding: its checksum is wrong", end);
        }
        int tag = (bytes[1] & 0xff) << 24 | (bytes[2] & 0xff) << 16;
        return compact(bytes[0] & 15, tag, Arrays.copyOfRange(bytes, COMPACT_HEADER, end));
    }
}
