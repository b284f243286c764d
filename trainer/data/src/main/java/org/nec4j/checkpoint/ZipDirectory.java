package org.nec4j.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.nec4j.codec.error.UserException;

/**
 * Finds where a ZIP archive keeps its files' bytes, for archives that store and do not compress, as PyTorch writes them.
 * Read by hand (APPNOTE 6.3.10, with ZIP64) because tensors are later read from these places in any order.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int END64 = 0x06064b50;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int LOCATOR64_BYTES = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_BYTES = 46;
    static final int LOCAL = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int ZIP64_EXTRA = 1;
    private static final int MAX_COMMENT = 0xffff;
    /** 64 MiB: half a million tensors' entries; a directory beyond that is no checkpoint's. */
    private static final long MAX_DIRECTORY = 64 << 20;

    private final FileSlice archive;
    private final Map<String, FileSlice> stored = new LinkedHashMap<>();
    private final Set<String> others = new LinkedHashSet<>();
    private long claimed;

    private ZipDirectory(FileSlice archive) {
        this.archive = archive;
    }

    /** The archive's files in the directory's order, each checked against its CRC-32; throws {@link UserException}. */
    static Map<String, FileSlice> read(FileSlice archive) {
        return open(archive).stored();
    }

    /** As {@link #read}, where some files may be compressed or encrypted. */
    static ZipDirectory open(FileSlice archive) {
        ZipDirectory directory = new ZipDirectory(archive);
        directory.readEntries();
        return directory;
    }

    /** Names of all files. */
    Set<String> names() {
        Set<String> all = new LinkedHashSet<>(stored.keySet());
        all.addAll(others);
        return all;
    }

    /** The files by name; throws {@link UserException} where one is compressed or encrypted. */
    Map<String, FileSlice> stored() {
        others.stream().findFirst().ifPresent(name -> {
            throw new UserException(
                    archive.file() + ": the archive's file " + PrintableName.of(name)
                            + " is compressed or encrypted, which PyTorch never writes; save the checkpoint again with torch.save");
        });
        return stored;
    }

    private void readEntries() {
        long end = endRecord();
        ByteBuffer tail = buffer(end, END_BYTES);
        long size = unsigned(tail.getInt(12));
        long start = unsigned(tail.getInt(16));
        if (end >= LOCATOR64_BYTES
                && buffer(end - LOCATOR64_BYTES, LOCATOR64_BYTES).getInt(0) == LOCATOR64) {
            ByteBuffer end64 =
                    buffer(buffer(end - LOCATOR64_BYTES, LOCATOR64_BYTES).getLong(8), END64_BYTES);
            if (end64.getInt(0) != END64) {
                throw archive.damaged("the ZIP64 end record is missing", end);
            }
            size = end64.getLong(40);
            start = end64.getLong(48);
        }
        if (size < 0 || size > MAX_DIRECTORY) {
            throw archive.damaged("the ZIP directory claims " + size + " bytes", end);
        }
        ByteBuffer directory = buffer(start, size);
        while (directory.hasRemaining()) {
            addEntry(directory, start);
        }
    }

    private long endRecord() {
        long from = Math.max(0, archive.length() - END_BYTES - MAX_COMMENT);
        ByteBuffer tail = buffer(from, archive.length() - from);
        for (int at = tail.limit() - END_BYTES; at >= 0; at--) {
            if (tail.getInt(at) == END) {
                return from + at;
            }
        }
        throw archive.damaged("the ZIP archive has no end record", archive.length());
    }

    private void addEntry(ByteBuffer directory, long start) {
        int at = directory.position();
        if (directory.remaining() < CENTRAL_BYTES || directory.getInt(at) != CENTRAL) {
            throw archive.damaged("the ZIP directory has a broken entry", start + at);
        }
        int nameBytes = Short.toUnsignedInt(directory.getShort(at + 28));
        int extraBytes = Short.toUnsignedInt(directory.getShort(at + 30));
        int commentBytes = Short.toUnsignedInt(directory.getShort(at + 32));
        int next = at + CENTRAL_BYTES + nameBytes + extraBytes + commentBytes;
        if (next > directory.limit()) {
            throw archive.damaged("the ZIP directory has a broken entry", start + at);
        }
        byte[] name = new byte[nameBytes];
        directory.get(at + CENTRAL_BYTES, name);
        String path = new String(name, StandardCharsets.UTF_8);
        String shown = PrintableName.of(path);
        directory.position(next);
        if (directory.getShort(at + 10) != 0) {
            others.add(path);
            return;
        }
        long[] sizes = {
            unsigned(directory.getInt(at + 24)),
            unsigned(directory.getInt(at + 20)),
            unsigned(directory.getInt(at + 42))
        };
        readZip64(directory, at + CENTRAL_BYTES + nameBytes, extraBytes, sizes);
        FileSlice content = content(shown, sizes[0], sizes[1], sizes[2]);
        checkCrc(shown, content, directory.getInt(at + 16));
        if (stored.put(path, content) != null) {
            throw archive.damaged("the ZIP directory names " + shown + " twice", start + at);
        }
    }

    /** Replaces those of (size, stored size, offset) that are saturated by the 8-byte values of the ZIP64 field. */
    private static void readZip64(ByteBuffer directory, int from, int bytes, long[] sizes) {
        int end = from + bytes;
        for (int at = from; at + 4 <= end; at += 4 + Short.toUnsignedInt(directory.getShort(at + 2))) {
            if (directory.getShort(at) == ZIP64_EXTRA) {
                int value = at + 4;
                for (int i = 0; i < sizes.length && value + 8 <= end; i++) {
                    if (sizes[i] == 0xffffffffL) {
                        sizes[i] = directory.getLong(value);
                        value += 8;
                    }
                }
                return;
            }
        }
    }

    private FileSlice content(String shown, long size, long stored, long offset) {
        ByteBuffer local = buffer(offset, LOCAL_BYTES);
        if (local.getInt(0) != LOCAL) {
            throw archive.damaged("the ZIP entry " + shown + " is missing", offset);
        }
        long from = offset
                + LOCAL_BYTES
                + Short.toUnsignedInt(local.getShort(26))
                + Short.toUnsignedInt(local.getShort(28));
        if (size != stored || size < 0 || from > archive.length() - size) {
            throw archive.damaged("the ZIP entry " + shown + " claims " + size + " bytes", offset);
        }
        claimed += size;
        if (claimed > archive.length()) {
            throw archive.damaged("the ZIP entry " + shown + " overlaps another", offset);
        }
        return archive.part(from, size);
    }

    private void checkCrc(String shown, FileSlice content, int expected) {
        // PyTorch can be told not to compute CRCs, and then writes zero.
        if (expected != 0) {
            CRC32 crc = new CRC32();
            content.forEachChunk((chunk, at) -> crc.update(chunk));
            if ((int) crc.getValue() != expected) {
                throw content.damaged("the CRC-32 of " + shown + " does not match", 0);
            }
        }
    }

    private ByteBuffer buffer(long start, long count) {
        if (start < 0 || count < 0 || start > archive.length() - count) {
            throw archive.damaged(
                    "the ZIP archive points outside the file", Math.max(0, Math.min(start, archive.length())));
        }
        return ByteBuffer.wrap(archive.part(start, count).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }
}
