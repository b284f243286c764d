package org.nec4j.netcdf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.io.ByteSource;

/** Reads a header front to back, big-endian, every length checked against what is left of the file. */
final class HeaderInput {
    private static final int WINDOW = 1 << 13;

    private final ByteSource source;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long position;
    private boolean wide;

    HeaderInput(ByteSource source) {
        this.source = source;
    }

    /** Counts have eight bytes from here on, as CDF-5 has them. */
    void countsAreWide() {
        wide = true;
    }

    long position() {
        return position;
    }

    int takeByte() {
        return need(1).get() & 0xff;
    }

    int takeInt() {
        return need(4).getInt();
    }

    long takeLong() {
        return need(8).getLong();
    }

    /** A number from 0 on, of four or eight bytes. */
    long takeCount(String meaning) {
        long at = position;
        long count = wide ? takeLong() : takeInt();
        if (count < 0) {
            throw new FormatException("says that " + meaning + " is below 0 or too large", at);
        }
        return count;
    }

    /** As many bytes and what fills them up to four. */
    byte[] takePadded(long length) {
        if (length > source.size() - position) {
            throw new FormatException("says that " + length + " bytes follow, and ends before", position);
        }
        byte[] bytes = new byte[(int) Math.min(length, Integer.MAX_VALUE - 8)];
        if (bytes.length != length) {
            throw new FormatException("has " + length + " bytes in its header, more than this reads", position);
        }
        source.read(position, ByteBuffer.wrap(bytes));
        position = Math.min(source.size(), position + length + (-length & 3));
        return bytes;
    }

    String takeName() {
        return new String(takePadded(takeCount("the length of a name")), StandardCharsets.UTF_8);
    }

    /** Such a number of that many bytes, from the window. */
    private ByteBuffer need(int bytes) {
        if (source.size() - position < bytes) {
            throw new FormatException("ends within its header", source.size());
        }
        if (position < windowStart || position + bytes > windowStart + window.limit()) {
            window = ByteBuffer.allocate((int) Math.min(WINDOW, source.size() - position));
            source.read(position, window);
            windowStart = position;
        }
        window.position((int) (position - windowStart));
        position += bytes;
        return window;
    }
}
