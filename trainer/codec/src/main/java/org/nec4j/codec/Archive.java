package org.nec4j.codec;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Optional;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Crc16;
import org.nec4j.codec.io.Printable;

/**
 * Many coded embeddings in one file ({@code .nema}), open for reading: each is found by its key or its number without reading
 * the others. An archive is what it was when it was opened, even while another process appends to it; several threads may
 * read at once. {@link ArchiveWriter} writes archives.
 */
public final class Archive implements Closeable {
    /** Payloads that are read together when all are wanted. */
    private static final int READ_AHEAD_BYTES = 1 << 22;

    private final String source;
    private final ByteSource file;
    private final ArchiveScan scan;
    private final int prefix;

    private Archive(String source, ByteSource file) {
        this.source = source;
        this.file = file;
        this.scan = scanOf(source, file);
        this.prefix = Integer.parseUnsignedInt(scan.digest().substring(0, 8), 16);
    }

    /**
     * Opens an archive and reads where its embeddings lie; close it after use. The rest of an append that was interrupted is
     * left aside, see {@link #unfinishedBytes()}.
     */
    public static Archive open(Path path) {
        ByteSource file = ByteSource.of(path);
        try {
            return new Archive(path.toString(), file);
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** An archive's content that is already in memory; {@code source} names it in errors. */
    public static Archive of(byte[] content, String source) {
        return new Archive(source, ByteSource.of(content));
    }

    /**
     * What is known of one embedding without reading it.
     *
     * @param key    its name, unique in the archive
     * @param tokens number of tokens
     * @param bytes  its size as a file of its own
     */
    public record Entry(String key, int tokens, long bytes) {}

    /** Receives one embedding: its key and the bytes of its {@code .nemb} file. */
    @FunctionalInterface
    public interface Visitor {
        /** Called once an embedding; what it throws ends the iteration and passes on. */
        void visit(String key, byte[] stream);
    }

    /** Number of embeddings. */
    public int size() {
        return scan.index().size();
    }

    /** The digest of the codec that decodes them, as {@link Codec#digest()}. */
    public String digest() {
        return scan.digest();
    }

    /**
     * A digest of what an archive holds, in hexadecimal, without reading what its embeddings are called: equal for equal finished batches.
     * Whoever derives something from an archive keeps it, to see whether the archive is still the same.
     */
    public static String fingerprint(Path path) {
        try (ByteSource file = ByteSource.of(path)) {
            return ArchiveScan.fingerprint(file);
        } catch (FormatException e) {
            throw e.in(path);
        }
    }

    /** Bytes at the end of the file that belong to no finished batch; the next append removes them. */
    public long unfinishedBytes() {
        return file.size() - scan.end();
    }

    /** Whether there is an embedding with this key. */
    public boolean contains(String key) {
        return scan.index().number(key) >= 0;
    }

    /** The embeddings in the order in which they were added; a view, made as it is read. */
    public List<Entry> entries() {
        return new AbstractList<>() {
            @Override
            public Entry get(int number) {
                ArchiveIndex.Entry entry = scan.index().entry(number);
                long frame = scan.head().isCompact()
                        ? StreamFrame.COMPACT_OVERHEAD
                        : StreamFrame.overhead(entry.tokens(), entry.length());
                return new Entry(entry.key(), entry.tokens(), frame + entry.length());
            }

            @Override
            public int size() {
                return Archive.this.size();
            }
        };
    }

    /** The {@code .nemb} file of the embedding with this key; throws {@link UserException} if there is none. */
    public byte[] stream(String key) {
        return stream(number(key));
    }

    /** Where the embedding with this key comes from; nothing where its archive does not say. Throws {@link UserException} without such a key. */
    public Optional<Place> place(String key) {
        return place(number(key));
    }

    /** The same of an embedding by its place in {@link #entries()}. */
    public Optional<Place> place(int number) {
        return scan.index().entry(number).place();
    }

    private int number(String key) {
        int number = scan.index().number(key);
        if (number < 0) {
            throw new UserException(source + ": has no embedding with the key \"" + Printable.of(key) + "\"");
        }
        return number;
    }

    /** The {@code .nemb} file of an embedding, by its place in {@link #entries()}. */
    public byte[] stream(int number) {
        ArchiveIndex.Entry entry = scan.index().entry(number);
        byte[] payload = new byte[entry.length()];
        file.read(entry.offset(), ByteBuffer.wrap(payload));
        return frame(entry, payload, 0);
    }

    /**
     * The mean of the patch tokens [dim] of the embedding with this key, by a layered codec: {@link Codec#decodePooled} of its stream, of
     * which no more is read than that depends on, and compared with a checksum of its own.
     */
    public float[] pooled(String key, Codec codec) {
        return pooled(number(key), codec);
    }

    /** The same of an embedding by its place in {@link #entries()}. */
    public float[] pooled(int number, Codec codec) {
        ArchiveIndex.Entry entry = scan.index().entry(number);
        if (entry.pooled() == 0) {
            return codec.decodePooled(stream(number));
        }
        if (!codec.digest().equals(digest())) {
            throw new UserException(this + " does not belong to " + codec);
        }
        byte[] beginning = new byte[entry.pooled()];
        file.read(entry.offset(), ByteBuffer.wrap(beginning));
        if (Crc16.of(beginning, 0, beginning.length) != entry.pooledCrc()) {
            throw damaged(entry);
        }
        return codec.pooledLayer().pooled(beginning);
    }

    /** Passes all embeddings on in the order of the file, reading it once from front to back. */
    public void forEach(Visitor visitor) {
        int number = 0;
        while (number < size()) {
            int end = number + 1;
            long from = scan.index().entry(number).offset();
            while (end < size() && endOf(end) - from <= READ_AHEAD_BYTES) {
                end++;
            }
            byte[] chunk = new byte[Math.toIntExact(endOf(end - 1) - from)];
            file.read(from, ByteBuffer.wrap(chunk));
            for (; number < end; number++) {
                ArchiveIndex.Entry entry = scan.index().entry(number);
                int start = (int) (entry.offset() - from);
                visitor.visit(entry.key(), frame(entry, chunk, start));
            }
        }
    }

    /**
     * Reads everything and compares it with its checksums; throws {@link FormatException} at the first damage, and where the
     * file ends in an unfinished batch, which may also be the sign of a copy that broke off.
     */
    public void verify() {
        verify((key, stream) -> {});
    }

    /** As {@link #verify()}, and passes every embedding on once it has been found whole. */
    public void verify(Visitor visitor) {
        forEach(visitor);
        if (unfinishedBytes() != 0) {
            throw new FormatException(
                            "ends in " + unfinishedBytes() + " bytes of a batch that was never finished", scan.end())
                    .in(source);
        }
    }

    @Override
    public void close() {
        file.close();
    }

    @Override
    public String toString() {
        return source + " (" + size() + (size() == 1 ? " embedding" : " embeddings") + ", codec "
                + digest().substring(0, 8) + ")";
    }

    ArchiveScan scan() {
        return scan;
    }

    static ArchiveScan scanOf(String source, ByteSource file) {
        try {
            return ArchiveScan.of(file);
        } catch (FormatException e) {
            throw e.in(source);
        }
    }

    private long endOf(int number) {
        ArchiveIndex.Entry entry = scan.index().entry(number);
        return entry.offset() + entry.length();
    }

    private byte[] frame(ArchiveIndex.Entry entry, byte[] bytes, int from) {
        if (scan.head().isCompact()) {
            if (StreamFrame.crc(bytes, from, entry.length()) != entry.crc()) {
                throw damaged(entry);
            }
            return StreamFrame.assembleCompact(entry.kind(), prefix, bytes, from, entry.length());
        }
        byte[] frame = StreamFrame.assemble(entry.kind(), prefix, entry.tokens(), bytes, from, entry.length());
        if (StreamFrame.crcOf(frame) != entry.crc()) {
            throw damaged(entry);
        }
        return frame;
    }

    private FormatException damaged(ArchiveIndex.Entry entry) {
        return new FormatException(
                        "embedding \"" + Printable.of(entry.key()) + "\" is damaged: its checksum is wrong",
                        entry.offset())
                .in(source);
    }
}
