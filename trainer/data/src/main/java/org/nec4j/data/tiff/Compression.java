package org.nec4j.data.tiff;

import java.util.Arrays;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes the byte-wise compressions. */
final class Compression {
    static final int NONE = 1;
    static final int LZW = 5;
    static final int JPEG = 7;
    static final int DEFLATE = 8;
    static final int OLD_DEFLATE = 32946;
    static final int PACK_BITS = 32773;

    private static final Map<Integer, String> REFUSED = Map.ofEntries(
            Map.entry(2, "CCITT fax"),
            Map.entry(3, "CCITT fax"),
            Map.entry(4, "CCITT fax"),
            Map.entry(6, "old-style JPEG"),
            Map.entry(33003, "JPEG 2000"),
            Map.entry(33005, "JPEG 2000"),
            Map.entry(34712, "JPEG 2000"),
            Map.entry(34887, "LERC"),
            Map.entry(34892, "lossy JPEG of DNG"),
            Map.entry(34925, "LZMA"),
            Map.entry(50000, "Zstandard"),
            Map.entry(50001, "WebP"),
            Map.entry(50002, "JPEG XL"));

    private Compression() {}

    /** Refuses a compression that is not read. */
    static void check(TiffDirectory directory, int kind) {
        if (kind != NONE
                && kind != LZW
                && kind != JPEG
                && kind != DEFLATE
                && kind != OLD_DEFLATE
                && kind != PACK_BITS) {
            throw directory.unsupported(
                    REFUSED.getOrDefault(kind, "an unknown") + " compression (" + kind + ")",
                    "save the file uncompressed or with LZW or DEFLATE");
        }
    }

    /** No byte of this compression can stand for more bytes than that, rounded up. */
    static int greatestRatio(int kind) {
        return switch (kind) {
            case NONE -> 1;
            case PACK_BITS -> 64;
            // DEFLATE 1,032; LZW, 12-bit codes of at most 3,840 bytes, 2,560; JPEG, two bits for a block of 64 samples,
            // 256.
            default -> 2560;
        };
    }

    /**
     * Expands a segment.
     *
     * @return exactly {@code length} bytes, or fewer where the data end early
     */
    static byte[] expand(int kind, byte[] in, int length) {
        return switch (kind) {
            case NONE -> in.length > length ? Arrays.copyOf(in, length) : in;
            case LZW -> Lzw.expand(in, length);
            case PACK_BITS -> packBits(in, length);
            default -> inflate(in, length);
        };
    }

    private static byte[] inflate(byte[] in, int length) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(in);
            byte[] out = new byte[length];
            int n = 0;
            while (n < length) {
                int more = inflater.inflate(out, n, length - n);
                if (more == 0) {
                    return Arrays.copyOf(out, n);
                }
                n += more;
            }
            return out;
        } catch (DataFormatException e) {
            return new byte[0];
        } finally {
            inflater.end();
        }
    }

    private static byte[] packBits(byte[] in, int length) {
        byte[] out = new byte[length];
        int n = 0;
        int at = 0;
        while (n < length && at < in.length) {
            int head = in[at++];
            if (head >= 0) {
                int count = Math.min(Math.min(head + 1, in.length - at), length - n);
                System.arraycopy(in, at, out, n, count);
                at += head + 1;
                n += count;
            } else if (head != -128 && at < in.length) {
                int count = Math.min(1 - head, length - n);
                Arrays.fill(out, n, n + count, in[at++]);
                n += count;
            }
        }
        return n == length ? out : Arrays.copyOf(out, n);
    }
}
