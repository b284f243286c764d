package org.nec4j.data.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;

/** The tags of one of a file's pictures. Every count and offset is checked against the file's length before it is used. */
final class TiffDirectory {
    private static final int BIG_MAGIC = 43;
    private static final int MAGIC = 42;
    /** Bytes of a value of each TIFF type, from BYTE = 1 to IFD8 = 18; 0: no such type. */
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

    private static final int ASCII = 2;
    private static final int MOST_PAGES = 65_535;
    private static final int REDUCED = 1;
    private static final int TRANSPARENCY = 4;
    private static final int OLD_REDUCED = 2;

    final ByteBuffer file;
    final String name;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private boolean big;
    private long next;

    private record Entry(int type, int count, int offset) {}

    private TiffDirectory(ByteBuffer file, String name) {
        this.file = file;
        this.name = name;
    }

    /** The tags of the first picture. */
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
        directory.big = magic == BIG_MAGIC;
        directory.check(0, directory.big ? 16 : 8, "header");
        directory.entries(directory.offset(directory.big ? 8 : 4));
        return directory;
    }

    /**
     * The pictures at full resolution that follow this one, in the file's order: neither overviews nor masks of transparency.
     *
     * @throws UserException if the chain of directories is damaged
     */
    List<TiffDirectory> following() {
        List<TiffDirectory> pages = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long entries = 0;
        long at = next;
        while (at != 0) {
            if (!seen.add(at) || seen.size() > MOST_PAGES) {
                throw damaged("its pages follow each other in a circle, or are more than " + MOST_PAGES);
            }
            TiffDirectory page = new TiffDirectory(file, name);
            page.big = big;
            page.entries(at);
            entries += page.entries.size() + 1;
            if (entries > file.capacity()) {
                throw damaged("its pages share their directories");
            }
            if (page.isWhole()) {
                pages.add(page);
            }
            at = page.next;
        }
        return pages;
    }

    private boolean isWhole() {
        return (number(Tag.NEW_SUBFILE_TYPE, 0) & (REDUCED | TRANSPARENCY)) == 0
                && number(Tag.SUBFILE_TYPE, 0) != OLD_REDUCED;
    }

    private long offset(int at) {
        return big ? file.getLong(at) : file.getInt(at) & 0xFFFFFFFFL;
    }

    private void entries(long start) {
        check(start, big ? 8 : 2, "directory");
        long count = big ? file.getLong((int) start) : file.getShort((int) start) & 0xFFFF;
        int first = (int) start + (big ? 8 : 2);
        int size = big ? 20 : 12;
        if (count < 0 || count > file.capacity() / size) {
            throw damaged("a directory of " + count + " entries");
        }
        check(first, count * size, "directory");
        int end = (int) (first + count * size);
        // Some writers leave out the last offset where nothing follows.
        next = end + (big ? 8 : 4) <= file.capacity() ? offset(end) : 0;
        for (int i = 0; i < count; i++) {
            int at = first + i * size;
            int tag = file.getShort(at) & 0xFFFF;
            int type = file.getShort(at + 2) & 0xFFFF;
            long values = big ? file.getLong(at + 4) : file.getInt(at + 4) & 0xFFFFFFFFL;
            int bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            int inline = big ? 8 : 4;
            if (bytes > 0 && values >= 0 && values <= file.capacity()) {
                int here = at + (big ? 12 : 8);
                boolean fits = values * bytes <= inline;
                long there = fits ? here : offset(here);
                if (there >= 0 && there <= file.capacity() - values * bytes) {
                    entries.put(tag, new Entry(type, (int) values, (int) there));
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
