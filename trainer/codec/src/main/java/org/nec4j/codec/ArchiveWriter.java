package org.nec4j.codec;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;

/**
 * Appends coded embeddings to an archive, in batches: what {@link #commit} has returned from is in the archive for good, what
 * it has not is either there entirely or not at all, even if the process or the machine stops in between. One process may
 * write an archive at a time, others may read it meanwhile.
 */
public final class ArchiveWriter implements Closeable {
    private static final System.Logger LOG = System.getLogger(ArchiveWriter.class.getName());

    /** A batch is finished unasked when it has grown to this, to bound memory. */
    private static final int MAX_BATCH_BYTES = 32 << 20;

    private final OwnedFile file;
    private final FileChannel channel;
    private final ArchiveIndex index;
    private final int prefix;
    private long end;
    private Bytes batchIndex = new Bytes();
    private Bytes batchPayloads = new Bytes();
    private int batchEntries;

    private ArchiveWriter(OwnedFile file, ArchiveScan scan) {
        this.file = file;
        this.channel = file.channel();
        this.index = scan.index();
        this.end = scan.end();
        this.prefix = Integer.parseUnsignedInt(scan.digest().substring(0, 8), 16);
    }

    /**
     * Opens an archive for embeddings of the codec with this {@link Codec#digest()}, or makes an empty one; the rest of an
     * interrupted append is removed. Throws {@link UserException} if the archive belongs to another codec, is damaged, or is
     * being written by someone else.
     */
    public static ArchiveWriter open(Path path, String codecDigest) {
        return open(path, codecDigest, false);
    }

    /** As {@link #open}, but makes a new archive; throws {@link UserException} if there is one, and leaves that alone. */
    public static ArchiveWriter create(Path path, String codecDigest) {
        return open(path, codecDigest, true);
    }

    private static ArchiveWriter open(Path path, String codecDigest, boolean mustBeNew) {
        try {
            OwnedFile file = OwnedFile.open(path, ArchiveScan.header(codecDigest), mustBeNew);
            try {
                ArchiveScan scan = Archive.scanOf(path.toString(), ByteSource.of(path, file.channel()));
                if (!scan.digest().equals(codecDigest)) {
                    throw new UserException(path + ": holds embeddings of the codec with digest "
                            + scan.digest().substring(0, 8) + "..., not of the one with digest "
                            + codecDigest.substring(0, 8) + "...");
                }
                file.requireInPlace();
                file.channel().truncate(scan.end());
                return new ArchiveWriter(file, scan);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    /**
     * Adds the bytes of a {@code .nemb} file under a key, to be written by the next {@link #commit}. Throws
     * {@link UserException} if the key is taken or none: it must be a relative path with forward slashes, without empty parts,
     * {@code .}, {@code ..} and control characters, of at most 4096 bytes; and {@link FormatException} if the bytes are damaged or of
     * another codec.
     */
    public void add(String key, byte[] stream) {
        StreamFrame frame = checked(key, stream);
        if (batchPayloads.size() + (long) stream.length > MAX_BATCH_BYTES) {
            commit();
        }
        int crc = StreamFrame.crcOf(stream);
        index.add(new ArchiveIndex.Entry(key, frame.kind(), frame.tokens(), 0, frame.payload().length, crc));
        ArchiveIndex.write(batchIndex, key.getBytes(StandardCharsets.UTF_8), frame, crc);
        batchPayloads.put(frame.payload());
        batchEntries++;
    }

    private StreamFrame checked(String key, byte[] stream) {
        StreamFrame frame = StreamFrame.read(stream);
        if (frame.codecPrefix() != prefix) {
            throw new FormatException(
                    "the embedding \"" + Printable.of(key) + "\" was written with another codec than those in "
                            + file.path(),
                    StreamFrame.CODEC_OFFSET);
        }
        Keys.problem(key).ifPresent(problem -> {
            throw new UserException("the key \"" + Printable.of(key) + "\" " + problem + "; give it another");
        });
        return frame;
    }

    /** Whether the archive has an embedding with this key, those not yet committed included. */
    public boolean contains(String key) {
        return index.number(key) >= 0;
    }

    /** Embeddings in the archive, those not yet committed included. */
    public int size() {
        return index.size();
    }

    /** Writes what was added since the last commit as one batch and waits until it has reached the disk. */
    public void commit() {
        if (batchEntries == 0) {
            return;
        }
        byte[] entries = batchIndex.toArray();
        ArchiveSegment segment = new ArchiveSegment(end, batchEntries, entries.length, batchPayloads.size());
        try {
            file.requireInPlace();
            if (channel.size() != end) {
                throw new UserException(
                        file.path() + ": was changed by another process; nothing of this batch has been added to it");
            }
            channel.position(end);
            AtomicFile.writeFully(channel, segment.header());
            AtomicFile.writeFully(channel, ByteBuffer.wrap(entries));
            AtomicFile.writeFully(channel, ByteBuffer.wrap(batchPayloads.toArray()));
            // The commit record must not reach the disk before what it vouches for.
            channel.force(true);
            AtomicFile.writeFully(channel, segment.commit(entries));
            channel.force(true);
            file.requireInPlace();
        } catch (IOException e) {
            truncate();
            throw failure(file.path(), e);
        }
        end = segment.end();
        batchIndex = new Bytes();
        batchPayloads = new Bytes();
        batchEntries = 0;
    }

    /** Takes back what a failed commit has written; if that fails too, the next to open the archive does it. */
    private void truncate() {
        try {
            channel.truncate(end);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "{0} could not be cut back to its last finished batch: {1}",
                    file.path(),
                    e.getMessage());
        }
    }

    /** Commits and releases the archive; does nothing after {@link #abandon}. */
    @Override
    public void close() {
        try (file) {
            if (channel.isOpen()) {
                commit();
            }
        } catch (IOException e) {
            throw failure(file.path(), e);
        }
    }

    /**
     * Releases the archive without committing: what was added since the last commit is forgotten. An archive that this writer has made
     * is removed again, with all that it holds.
     */
    public void abandon() {
        try (file) {
            file.removeIfMade();
        } catch (IOException e) {
            throw failure(file.path(), e);
        }
    }

    /**
     * Whether {@link #add} has something to do: false if the archive holds this very embedding under this key. Throws
     * {@link UserException} if it holds another one under it, or if {@code add} would refuse the stream.
     */
    public boolean lacks(String key, byte[] stream) {
        checked(key, stream);
        int number = index.number(key);
        if (number >= 0 && index.entry(number).crc() != StreamFrame.crcOf(stream)) {
            throw new UserException(
                    file.path() + ": has another embedding under the key \"" + Printable.of(key) + "\"");
        }
        return number < 0;
    }

    /**
     * Appends all embeddings of {@code sources} to {@code target}, which is made if it is not there; an embedding that is there
     * already is passed over. Throws {@link UserException}, before anything is written, if the archives belong to different codecs
     * or one key stands for different embeddings. Where a source turns out to be damaged later, what was committed before stays; a
     * target that was made is removed.
     *
     * @param done told the number of embeddings dealt with so far, after each
     * @return number of embeddings that the target did not hold before
     */
    public static int merge(Path target, List<Archive> sources, LongConsumer done) {
        return new ArchiveMerge(sources).into(target, done);
    }

    ArchiveIndex index() {
        return index;
    }

    private static UserException failure(Path path, IOException e) {
        return new UserException(
                path + ": cannot be written (" + AtomicFile.reason(e) + "); check free space and permissions", e);
    }
}
