package org.nec4j.search;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** The pooled vectors of an archive, in a file beside it that is mapped into memory: opening it reads nothing. For one thread. */
public final class VectorFile implements Closeable {
    private static final String ENDING = ".vectors";

    /** No mapping is longer than this. */
    private static final long CHUNK = 1L << 30;

    private final FileChannel channel;
    private final VectorLayout layout;
    private final ByteSteps steps;
    private final ByteBuffer scales;
    private final ByteBuffer bounds;
    private final ByteBuffer times;
    private final ByteBuffer keyStarts;
    private final ByteBuffer keys;

    private VectorFile(FileChannel channel, VectorLayout layout) {
        this.channel = channel;
        this.layout = layout;
        this.steps = isBytes()
                ? ByteSteps.read(map(VectorLayout.HEADER_BYTES, layout.vectors()), layout.dim())
                : ByteSteps.NONE;
        this.scales = map(layout.scales(), layout.bounds());
        this.bounds = map(layout.bounds(), layout.times());
        this.times = map(layout.times(), layout.keyStarts());
        this.keyStarts = map(layout.keyStarts(), layout.keys());
        this.keys = map(layout.keys(), layout.size());
    }

    /** Where an archive's vectors lie. */
    public static Path beside(Path archive) {
        return archive.resolveSibling(archive.getFileName() + ENDING);
    }

    /** The vectors of an archive as it is now; nothing where there are none, or those are of what it was. */
    public static Optional<VectorFile> open(Path archive, Precision precision) {
        Path file = beside(archive);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        String fingerprint = Archive.fingerprint(archive);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
            ByteBuffer header = ByteBuffer.allocate(VectorLayout.HEADER_BYTES);
            channel.read(header, 0);
            Optional<VectorLayout> layout = VectorLayout.read(header.flip())
                    .filter(found -> found.fingerprint().equals(fingerprint) && found.precision() == precision);
            if (layout.isEmpty() || layout.get().size() != channel.size()) {
                channel.close();
                return Optional.empty();
            }
            return Optional.of(new VectorFile(channel, layout.get()));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + "); remove it", e);
        }
    }

    /** Number of vectors. */
    public int size() {
        return layout.count();
    }

    /** Numbers a vector. */
    public int dim() {
        return layout.dim();
    }

    boolean isBytes() {
        return layout.precision() == Precision.INT8;
    }

    /** How bytes become numbers. */
    ByteSteps steps() {
        return steps;
    }

    /** How many vectors, from the one of a number on, a mapping holds. */
    int mapped(int first) {
        long most = Math.max(1, CHUNK / layout.vectorBytes());
        return (int) Math.min(most, layout.count() - first);
    }

    /** Whole vectors, from the one of a number on, as many as {@link #mapped} says. */
    ByteBuffer vectors(int first) {
        return vectors(first, mapped(first));
    }

    private ByteBuffer vectors(int first, int count) {
        long from = layout.vectors() + first * layout.vectorBytes();
        return map(from, from + count * layout.vectorBytes());
    }

    /** What the products of a vector are multiplied by to become cosines. */
    float scale(int number) {
        return scales.getFloat(number * Float.BYTES);
    }

    /** A vector of length 1, [dim]; of zeros where it is one. */
    public float[] vector(int number) {
        ByteBuffer bytes = vectors(number, 1);
        float scale = scale(number);
        float[] vector = new float[layout.dim()];
        for (int d = 0; d < vector.length; d++) {
            vector[d] = scale * (isBytes() ? steps.value(bytes.get(), d) : bytes.getFloat());
        }
        return vector;
    }

    /** Where the picture behind a vector lies. */
    public Optional<Place.Bounds> bounds(int number) {
        int at = number * VectorLayout.BOUNDS_BYTES;
        double west = bounds.getDouble(at);
        return Double.isNaN(west)
                ? Optional.empty()
                : Optional.of(new Place.Bounds(
                        west, bounds.getDouble(at + 8), bounds.getDouble(at + 16), bounds.getDouble(at + 24)));
    }

    /** When it was taken. */
    public Optional<Instant> time(int number) {
        long seconds = times.getLong(number * Long.BYTES);
        return seconds == VectorLayout.UNKNOWN ? Optional.empty() : Optional.of(Instant.ofEpochSecond(seconds));
    }

    /** The key of a vector's embedding. */
    public String key(int number) {
        int start = (int) keyStarts.getLong(number * Long.BYTES);
        byte[] key = new byte[(int) keyStarts.getLong((number + 1) * Long.BYTES) - start];
        keys.get(start, key);
        return new String(key, StandardCharsets.UTF_8);
    }

    /** The number of the vector with a key. */
    public Optional<Integer> number(String key) {
        int length = key.getBytes(StandardCharsets.UTF_8).length;
        for (int i = 0; i < layout.count(); i++) {
            long bytes = keyStarts.getLong((i + 1) * Long.BYTES) - keyStarts.getLong(i * Long.BYTES);
            if (bytes == length && key(i).equals(key)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }

    private ByteBuffer map(long from, long to) {
        try {
            return channel.map(FileChannel.MapMode.READ_ONLY, from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new UserException("vectors beside an archive cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserException("vectors beside an archive cannot be closed (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
