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
import org.nec4j.codec.io.ByteSource;

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

    /** Values of a tag that are more bytes than this are passed over: a gigabyte is no tag. */
    private static final long MOST_TAG_BYTES = 1 << 30;

    private static final int DOUBLE = 12;
    private static final int HEADER_BYTES = 16;

    final ByteSource file;
    final ByteOrder order;
    final String name;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private boolean big;
    private long next;

    private record Entry(int type, int count, long offset) {}

    private TiffDirectory(ByteSource file, ByteOrder order, String name) {
        this.file = file;
        this.order = order;
        this.name = name;
    }

    /** The tags of the first picture. */
    static TiffDirectory read(ByteSource file, String name) {
        byte[] head = new byte[(int) Math.min(HEADER_BYTES, file.size())];
        file.read(0, ByteBuffer.wrap(head));
        ByteOrder order = head.length > 0 && head[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer header = ByteBuffer.wrap(head).order(order);
        TiffDirectory directory = new TiffDirectory(file, order, name);
        directory.check(0, 8, "header");
        int magic = header.getShort(2);
        if (head[0] != head[1] || head[0] != 'I' && head[0] != 'M' || magic != MAGIC && magic != BIG_MAGIC) {
            throw new UserException(name + ": is no TIFF file");
        }
        directory.big = magic == BIG_MAGIC;
        directory.check(0, directory.big ? HEADER_BYTES : 8, "header");
        directory.entries(directory.offset(directory.big ? 8 : 4));
        return directory;
    }

    /** Bytes of the file, which are there. */
    private ByteBuffer at(long offset, int length) {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        file.read(offset, bytes);
        return bytes.flip().order(order);
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
            TiffDirectory page = new TiffDirectory(file, order, name);
            page.big = big;
            page.entries(at);
            entries += page.entries.size() + 1;
            if (entries > file.size()) {
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

    private long offset(long at) {
        return big ? at(at, Long.BYTES).getLong() : at(at, Integer.BYTES).getInt() & 0xFFFFFFFFL;
    }

    private void entries(long start) {
        check(start, big ? 8 : 2, "directory");
        long count =
                big ? at(start, Long.BYTES).getLong() : at(start, Short.BYTES).getShort() & 0xFFFF;
        long first = start + (big ? 8 : 2);
        int size = big ? 20 : 12;
        if (count < 0 || count > Math.min(file.size(), MOST_TAG_BYTES) / size) {
            throw damaged("a directory of " + count + " entries");
        }
        check(first, count * size, "directory");
        long end = first + count * size;
        // Some writers leave out the last offset where nothing follows.
        next = end + (big ? 8 : 4) <= file.size() ? offset(end) : 0;
        ByteBuffer block = at(first, (int) (count * size));
        for (int i = 0; i < count; i++) {
            int at = i * size;
            int tag = block.getShort(at) & 0xFFFF;
            int type = block.getShort(at + 2) & 0xFFFF;
            long values = big ? block.getLong(at + 4) : block.getInt(at + 4) & 0xFFFFFFFFL;
            int bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            int inline = big ? 8 : 4;
            if (bytes > 0 && values >= 0 && values <= Math.min(file.size(), MOST_TAG_BYTES / bytes)) {
                int here = at + (big ? 12 : 8);
                boolean fits = values * bytes <= inline;
                long there = fits ? first + here : big ? block.getLong(here) : block.getInt(here) & 0xFFFFFFFFL;
                if (there >= 0 && there <= file.size() - values * bytes) {
                    entries.put(tag, new Entry(type, (int) values, there));
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
        ByteBuffer values = values(entry);
        long[] numbers = new long[entry.count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (TYPE_BYTES[entry.type]) {
                case 1 -> values.get() & 0xFF;
                case 2 -> values.getShort() & 0xFFFF;
                case 4 -> values.getInt() & 0xFFFFFFFFL;
                default -> values.getLong();
            };
        }
        return numbers;
    }

    /** Floating-point numbers of 64 bits; none where the tag is absent or holds others. */
    double[] doubles(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null || entry.type != DOUBLE) {
            return new double[0];
        }
        double[] numbers = new double[entry.count];
        values(entry).asDoubleBuffer().get(numbers);
        return numbers;
    }

    private ByteBuffer values(Entry entry) {
        return at(entry.offset, entry.count * TYPE_BYTES[entry.type]);
    }

    /** Plain bytes; none where the tag is absent. */
    byte[] bytes(int tag) {
        Entry entry = entries.get(tag);
        return entry == null ? new byte[0] : values(entry).array();
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
        if (offset < 0 || length < 0 || offset > file.size() || length > file.size() - offset) {
            throw damaged("its " + what + " lies beyond its end (" + length + " bytes at " + offset + " of "
                    + file.size() + ")");
        }
    }

    UserException damaged(String what) {
        return new UserException(name + ": a damaged TIFF file, " + what + "; fetch or save the image again");
    }

    UserException unsupported(String feature, String remedy) {
        return new UserException(name + ": has " + feature + ", which is not supported; " + remedy);
    }
}
