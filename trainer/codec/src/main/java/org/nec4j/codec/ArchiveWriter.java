package org.nec4j.codec;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.ByteSource;
import org.nec4j.codec.io.Bytes;
import org.nec4j.codec.io.Crc16;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;
import org.nec4j.codec.model.LayeredCoder;

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
    private final ArchiveHead head;
    private final int prefix;
    private final Optional<LayeredCoder> layers;
    private long end;
    private Bytes batchIndex = new Bytes();
    private Bytes batchPayloads = new Bytes();
    private ArchivedPlaces batchPlaces = new ArchivedPlaces();
    private int batchEntries;

    private ArchiveWriter(OwnedFile file, ArchiveScan scan, Optional<LayeredCoder> layers) {
        this.head = scan.head();
        this.layers = layers;
        this.file = file;
        this.channel = file.channel();
        this.index = scan.index();
        this.end = scan.end();
        this.prefix = Integer.parseUnsignedInt(scan.digest().substring(0, 8), 16);
    }

    /**
     * Opens an archive for embeddings of the codec with this {@link Codec#digest()}, or makes an empty one; the rest of an
     * interrupted append is removed. Throws {@link UserException} if the archive belongs to another codec, is damaged, or is
     * being written by someone else. An archive that is made so is of version 1: it takes no compact streams.
     */
    public static ArchiveWriter open(Path path, String codecDigest) {
        return open(path, new ArchiveHead(codecDigest, StreamFrame.UNSAID, false), Optional.empty(), false);
    }

    /** As {@link #open(Path, String)}, for embeddings of this codec; those of a layered one are noted with the extent of their pooled layer. */
    public static ArchiveWriter open(Path path, Codec codec) {
        return open(path, headOf(codec), codec.layers(), false);
    }

    /** As {@link #open(Path, String)}, but makes a new archive; throws {@link UserException} if there is one, and leaves that alone. */
    public static ArchiveWriter create(Path path, String codecDigest) {
        return open(path, new ArchiveHead(codecDigest, StreamFrame.UNSAID, false), Optional.empty(), true);
    }

    /** As {@link #open(Path, Codec)}, but makes a new archive; throws {@link UserException} if there is one, and leaves that alone. */
    public static ArchiveWriter create(Path path, Codec codec) {
        return open(path, headOf(codec), codec.layers(), true);
    }

    /**
     * As {@link #open(Path, Codec)}, where an archive that is not there shall be one that keeps places: of version 3, or 4 for a layered
     * codec, which programs older than these versions refuse. Whether one that is there does, {@link #keepsPlaces()} says.
     */
    public static ArchiveWriter openWithPlaces(Path path, Codec codec) {
        return open(path, headOf(codec).withPlaces(), codec.layers(), false);
    }

    /** As {@link #create(Path, Codec)}, for an archive that keeps places. */
    public static ArchiveWriter createWithPlaces(Path path, Codec codec) {
        return open(path, headOf(codec).withPlaces(), codec.layers(), true);
    }

    private static ArchiveHead headOf(Codec codec) {
        return new ArchiveHead(codec.digest(), codec.fixedTokens(), false);
    }

    /** As {@link #open(Path, String)}, where an archive that is not there shall begin like another. */
    static ArchiveWriter openLike(Path path, ArchiveHead head) {
        return open(path, head, Optional.empty(), false);
    }

    private static ArchiveWriter open(
            Path path, ArchiveHead ifAbsent, Optional<LayeredCoder> layers, boolean mustBeNew) {
        String codecDigest = ifAbsent.digest();
        try {
            OwnedFile file = OwnedFile.open(path, ifAbsent.toBytes(), mustBeNew);
            try {
                ArchiveScan scan = Archive.scanOf(path.toString(), ByteSource.of(path, file.channel()));
                if (!scan.digest().equals(codecDigest)) {
                    throw new UserException(path + ": holds embeddings of the codec with digest "
                            + scan.digest().substring(0, 8) + "..., not of the one with digest "
                            + codecDigest.substring(0, 8) + "...");
                }
                file.requireInPlace();
                file.channel().truncate(scan.end());
                return new ArchiveWriter(file, scan, layers);
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
        addFound(key, stream, Optional.empty());
    }

    /**
     * As {@link #add(String, byte[])}, with where the embedding comes from; throws {@link UserException}, too, if the archive was made
     * without places.
     */
    public void add(String key, byte[] stream, Place place) {
        if (!keepsPlaces()) {
            throw new UserException(file.path() + ": was made without places and cannot take that of \""
                    + Printable.of(key) + "\"; make a new archive");
        }
        addFound(key, stream, Optional.of(place));
    }

    private void addFound(String key, byte[] stream, Optional<Place> place) {
        StreamFrame frame = checked(key, stream);
        int pooled = layers.map(coder -> coder.pooledBytes(frame.payload())).orElse(0);
        add(key, stream, frame, pooled, place);
    }

    /** As above, where it is known how many bytes of the payload the pooled layer depends on; 0 where it is not. */
    void add(String key, byte[] stream, int pooled, Optional<Place> place) {
        add(key, stream, checked(key, stream), pooled, place);
    }

    private void add(String key, byte[] stream, StreamFrame frame, int pooled, Optional<Place> place) {
        if (batchPayloads.size() + (long) stream.length > MAX_BATCH_BYTES) {
            commit();
        }
        byte[] payload = frame.payload();
        ArchiveIndex.Entry entry = new ArchiveIndex.Entry(
                key,
                frame.kind(),
                frame.isCompact() ? head.tokens() : frame.tokens(),
                0,
                payload.length,
                frame.archivedCrc(stream),
                pooled,
                Crc16.of(payload, 0, pooled),
                place);
        index.add(entry);
        index.write(batchIndex, entry, batchPlaces);
        batchPayloads.put(payload);
        batchEntries++;
    }

    private StreamFrame checked(String key, byte[] stream) {
        StreamFrame frame = StreamFrame.read(stream);
        if (!frame.belongsTo(prefix)) {
            throw new FormatException(
                    "the embedding \"" + Printable.of(key) + "\" was written with another codec than those in "
                            + file.path(),
                    frame.codecOffset());
        }
        if (frame.isCompact() != head.isCompact()) {
            throw new FormatException(
                    file.path() + " takes streams with the "
                            + (head.isCompact() ? "compact frame" : "frame of version 1") + " and \""
                            + Printable.of(key) + "\" has another; make the archive with its codec",
                    0);
        }
        Keys.problem(key).ifPresent(problem -> {
            throw new UserException("the key \"" + Printable.of(key) + "\" " + problem + "; give it another");
        });
        return frame;
    }

    /** Whether embeddings are kept with where they come from, which an archive is made for or not. */
    public boolean keepsPlaces() {
        return head.places();
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
        Bytes scenes = head.places() ? batchPlaces.scenes() : new Bytes();
        byte[] entries = scenes.put(batchIndex.toArray()).toArray();
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
        batchPlaces = new ArchivedPlaces();
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
        if (number >= 0 && index.entry(number).crc() != StreamFrame.read(stream).archivedCrc(stream)) {
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
