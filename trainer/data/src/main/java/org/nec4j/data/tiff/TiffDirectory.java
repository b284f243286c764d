package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;

/** The tags of a file's first picture. Every count and offset is checked against the file's length before it is used. */
final class TiffDirectory {
    private static final int BIG_MAGIC = 43;
    private static final int MAGIC = 42;
    /** Bytes of a value of each TIFF type, from BYTE = 1 to IFD8 = 18; 0: no such type. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int ASCII = 2;

    final ByteBuffer file;
    final String name;
    private final Map<Integer, Entry> entries = new HashMap<>();

    private record Entry(int type, int count, int offset) {}

    private TiffDirectory(ByteBuffer file, String name) {
        this.file = file;
        this.name = name;
    }

    static TiffDirectory read(byte[] bytes, String name) {
        ByteBuffer file = ByteBuffer.wrap(bytes);
        TiffDirectory directory = new TiffDirectory(file, name);
        directory.check(0, 8, "header");
        file.order(file.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int magic = file.getShort(2);
        if (file.get(0) != file.get(1)
                || file.get(0) != 'I' && file.get(0) != 'M'
                || magic != MAGIC && magic != BIG_MAGIC) {
            throw new UserException(name + ": is no TIFF file");
        }
        directory.entries(magic == BIG_MAGIC);
        return directory;
    }

    private void entries(boolean big) {
        check(0, big ? 16 : 8, "header");
        long start = big ? file.getLong(8) : file.getInt(4) & 0xFFFFFFFFL;
        check(start, big ? 8 : 2, "directory");
        long count = big ? file.getLong((int) start) : file.getShort((int) start) & 0xFFFF;
        int first = (int) start + (big ? 8 : 2);
        int size = big ? 20 : 12;
        if (count < 0 || count > file.capacity() / size) {
            throw damaged("a directory of " + count + " entries");
        }
        check(first, count * size, "directory");
        for (int i = 0; i < count; i++) {
            int at = first + i * size;
            int tag = file.getShort(at) & 0xFFFF;
            int type = file.getShort(at + 2) & 0xFFFF;
            long values = big ? file.getLong(at + 4) : file.getInt(at + 4) & 0xFFFFFFFFL;
            int bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            int inline = big ? 8 : 4;
            if (bytes > 0 && values >= 0 && values <= file.capacity()) {
                int here = at + (big ? 12 : 8);
                long there = big ? file.getLong(here) : file.getInt(here) & 0xFFFFFFFFL;
                boolean fits = values * bytes <= inline;
                if (fits || there >= 0 && there + values * bytes <= file.capacity()) {
                    entries.put(tag, new Entry(type, (int) values, fits ? here : (int) there));
                }
            }
        }
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** A whole number, or {@code otherwise} where the tag is absent. */
    long number(int tag, long otherwise) {
        long[] numbers = numbers(tag);
        return numbers.length == 0 ? otherwise : numbers[0];
    }

    /** A whole number that must be there and lie between 1 and 2^31 - 1. */
    int size(int tag, String what) {
        long value = number(tag, 0);
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw damaged("its " + what + " is " + (has(tag) ? value : "missing"));
        }
        return (int) value;
    }

    /** Whole numbers; none where the tag is absent. */
    long[] numbers(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new long[0];
        }
        long[] numbers = new long[entry.count];
        for (int i = 0; i < numbers.length; i++) {
            int at = entry.offset + i * TYPE_BYTES[entry.type];
            numbers[i] = switch (TYPE_BYTES[entry.type]) {
                case 1 -> file.get(at) & 0xFF;
                case 2 -> file.getShort(at) & 0xFFFF;
                case 4 -> file.getInt(at) & 0xFFFFFFFFL;
                default -> file.getLong(at);
            };
        }
        return numbers;
    }

    /** Plain bytes; none where the tag is absent. */
    byte[] bytes(int tag) {
        Entry entry = entries.get(tag);
        byte[] bytes = new byte[entry == null ? 0 : entry.count * TYPE_BYTES[entry.type]];
        if (entry != null) {
            file.get(entry.offset, bytes);
        }
        return bytes;
    }

    Optional<String> text(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != ASCII) {
            return Optional.empty();
        }
        String text = new String(bytes(tag), StandardCharsets.US_ASCII);
        int end = text.indexOf('\0');
        return Optional.of((end < 0 ? text : text.substring(0, end)).strip());
    }

    void check(long offset, long length, String what) {
        if (offset < 0 || length < 0 || offset > file.capacity() || length > file.capacity() - offset) {
            throw damaged("its " + what + " lies beyond its end (" + length + " bytes at " + offset + " of "
                    + file.capacity() + ")");
        }
    }

    UserException damaged(String what) {
        return new UserException(name + ": a damaged TIFF file, " + what + "; fetch or save the image again");
    }

    UserException unsupported(String feature, String remedy) {
        return new UserException(name + ": " + feature + " is not supported, " + remedy);
    }
}
