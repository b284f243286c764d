package org.nec4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.nec4j.codec.error.UserException;

/** Reads a pickle's bytes front to back, and bounds the memory that what they describe may take. */
final class PickleInput {
    private static final int WINDOW = 1 << 16;
    /** A line of the text opcodes is a number or a name. */
    private static final int MAX_LINE = 4096;
    /** 256 MiB of modelled objects, about four million opcodes; a large model's state dict with optimizer takes under 5 %. */
    private static final long BUDGET = 256L << 20;

    private final FileSlice slice;
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowStart;
    private long charged;
    private final Set<String> passedOver = new TreeSet<>();

    PickleInput(FileSlice slice) {
        this.slice = slice;
    }

    /** Bytes read so far, from the start of the slice. */
    long position() {
        return windowStart + window.position();
    }

    /** Counts memory that the pickle makes us take, before it is taken. */
    void charge(long bytes) {
        charged += bytes;
        if (charged > BUDGET) {
            throw new UserException(slice.file() + ": describes more than " + (BUDGET >> 20)
                    + " MiB of plain values by byte " + (slice.offset() + position())
                    + ", which no checkpoint needs; save the state dict alone");
        }
    }

    /** Notes a class or function that the pickle names and that becomes nothing here. */
    void passOver(String name) {
        passedOver.add(name);
    }

    /** What was noted, sorted. */
    Set<String> passedOver() {
        return passedOver;
    }

    int u8() {
        return need(1).get() & 0xff;
    }

    int u16() {
        return need(2).getShort() & 0xffff;
    }

    int i32() {
        return need(4).getInt();
    }

    long i64() {
        return need(8).getLong();
    }

    /** Eight bytes, most significant first, as pickle writes a double. */
    double f64() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    byte[] bytes(long count) {
        if (count < 0 || count > slice.length() - position()) {
            throw damaged("a value claims " + Long.toUnsignedString(count) + " bytes");
        }
        charge(count);
        byte[] bytes = new byte[Math.toIntExact(count)];
        if (count <= WINDOW) {
            need((int) count).get(bytes);
        } else {
            System.arraycopy(slice.part(position(), count).bytes(), 0, bytes, 0, bytes.length);
            skip(count);
        }
        return bytes;
    }

    void skip(long count) {
        if (count < 0 || count > slice.length() - position()) {
            throw damaged("a block claims " + count + " bytes");
        }
        windowStart = position() + count;
        window = ByteBuffer.allocate(0);
    }

    /** Text of {@code count} bytes. Python 2 wrote its byte strings as text: what is no UTF-8 is Latin-1. */
    String text(long count) {
        byte[] bytes = bytes(count);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    String line() {
        StringBuilder line = new StringBuilder();
        for (int c = u8(); c != '\n'; c = u8()) {
            if (line.length() == MAX_LINE) {
                throw damaged("a line does not end");
            }
            line.append((char) c);
        }
        charge(line.length());
        return line.toString();
    }

    UserException damaged(String problem) {
        return slice.damaged(problem, position());
    }

    /** The file's name, the place, and a reason that is no damage. */
    UserException refused(String reason) {
        return new UserException(
                String.format(Locale.ROOT, "%s: at byte %d %s", slice.file(), slice.offset() + position(), reason));
    }

    private ByteBuffer need(int count) {
        if (window.remaining() < count) {
            long at = position();
            long left = slice.length() - at;
            if (left < count) {
                throw damaged("the pickle ends early");
            }
            window = ByteBuffer.wrap(slice.part(at, Math.min(WINDOW, left)).bytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            windowStart = at;
        }
        return window;
    }
}
