package org.nec4j.data.tiff;

import java.util.Arrays;

/** TIFF's LZW: codes of 9 to 12 bits, the high bit first, each width left one code early. */
final class Lzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int CODES = 4096;
    private static final int MIN_WIDTH = 9;
    private static final int MAX_WIDTH = 12;

    private Lzw() {}

    /**
     * At most {@code length} bytes; fewer where the codes end early or make no sense.
     *
     * <p>A code's string is the previous string and the byte after it, and both lie in the output already, one after the other: so the
     * table holds places in the output instead of strings.
     */
    static byte[] expand(byte[] in, int length) {
        byte[] out = new byte[length];
        int[] start = new int[CODES];
        int[] size = new int[CODES];
        int next = FIRST;
        int width = MIN_WIDTH;
        int previousStart = 0;
        int previousSize = 0;
        int n = 0;
        long bits = 0;
        int held = 0;
        int at = 0;
        while (n < length) {
            while (held < width && at < in.length) {
                bits = bits << 8 | in[at++] & 0xFF;
                held += 8;
            }
            if (held < width) {
                break;
            }
            held -= width;
            int code = (int) (bits >> held) & (1 << width) - 1;
            if (code == CLEAR) {
                next = FIRST;
                width = MIN_WIDTH;
                previousSize = 0;
                continue;
            }
            if (previousSize > 0 && next < CODES) {
                start[next] = previousStart;
                size[next] = previousSize + 1;
                next++;
            }
            if (code == END || code >= next) {
                break;
            }
            previousStart = n;
            if (code < CLEAR) {
                out[n++] = (byte) code;
                previousSize = 1;
            } else {
                int from = start[code];
                previousSize = size[code];
                int end = Math.min(length, n + previousSize);
                while (n < end) {
                    out[n++] = out[from++];
                }
            }
            if (next >= (1 << width) - 1 && width < MAX_WIDTH) {
                width++;
            }
        }
        return n == length ? out : Arrays.copyOf(out, n);
    }
}
