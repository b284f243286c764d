package org.nec4j.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Printable;
import org.nec4j.export.PooledVectors;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Decodes the pooled vectors of an archive into the file beside it. */
final class VectorBuild {
    private static final int CHUNK = 4096;
    /** Vectors that the steps of bytes are taken from, spread evenly over the archive. */
    private static final int SAMPLE = 4096;

    private final Archive archive;
    private final Codec codec;
    private final Precision precision;

    private VectorBuild(Archive archive, Codec codec, Precision precision) {
        this.archive = archive;
        this.codec = codec;
        this.precision = precision;
    }

    /** Replaces what lies there; decodes on all processors that Java sees. */
    static void of(Path path, Codec codec, Precision precision, Console console) {
        String fingerprint = Archive.fingerprint(path);
        try (Archive archive = Archive.open(path)) {
            if (!archive.digest().equals(codec.digest())) {
                throw new UserException(archive + " does not belong to " + codec + ".");
            }
            if (archive.size() == 0 || archive.size() > VectorLayout.MOST) {
                throw new UserException(path + ": holds " + archive.size() + " embeddings, expected 1 to "
                        + VectorLayout.MOST + " to search");
            }
            VectorBuild build = new VectorBuild(archive, codec, precision);
            AtomicFile.write(VectorFile.beside(path), channel -> build.write(channel, fingerprint, console));
        }
    }

    private void write(FileChannel channel, String fingerprint, Console console) throws IOException {
        List<Archive.Entry> entries = archive.entries();
        int count = entries.size();
        long keyBytes = 0;
        for (Archive.Entry entry : entries) {
            keyBytes += entry.key().getBytes(StandardCharsets.UTF_8).length;
        }
        int dim = pooled(0).length;
        VectorLayout layout = new VectorLayout(fingerprint, precision, count, dim, keyBytes);
        AtomicFile.writeFully(channel, layout.toBytes());
        ByteSteps steps = precision == Precision.INT8 ? steps(count) : ByteSteps.NONE;
        ByteBuffer head = little(layout.stepBytes());
        steps.write(head);
        AtomicFile.writeFully(channel, head.flip());
        ByteBuffer scales = little((long) count * Float.BYTES);
        try (Progress progress = console.progress("decoding pooled vectors", count, "embeddings")) {
            for (int first = 0; first < count; first += CHUNK) {
                int from = first;
                int size = Math.min(CHUNK, count - first);
                ByteBuffer vectors = little(size * layout.vectorBytes());
                IntStream.range(0, size).parallel().forEach(i -> {
                    byte[] out = new byte[(int) layout.vectorBytes()];
                    scales.putFloat((from + i) * Float.BYTES, quantize(pooled(from + i), steps, out));
                    vectors.put(i * out.length, out);
                });
                AtomicFile.writeFully(channel, vectors);
                progress.at(first + size);
            }
        }
        AtomicFile.writeFully(channel, scales);
        ByteBuffer bounds = little((long) count * VectorLayout.BOUNDS_BYTES);
        ByteBuffer times = little((long) count * Long.BYTES);
        ByteBuffer starts = little((count + 1L) * Long.BYTES);
        long start = 0;
        for (int i = 0; i < count; i++) {
            Optional<Place> place = archive.place(i);
            Optional<Place.Bounds> known = place.flatMap(Place::bounds);
            bounds.putDouble(known.map(Place.Bounds::west).orElse(Double.NaN))
                    .putDouble(known.map(Place.Bounds::south).orElse(Double.NaN))
                    .putDouble(known.map(Place.Bounds::east).orElse(Double.NaN))
                    .putDouble(known.map(Place.Bounds::north).orElse(Double.NaN));
            times.putLong(place.flatMap(p -> p.scene().time())
                    .map(time -> time.getEpochSecond())
                    .orElse(VectorLayout.UNKNOWN));
            starts.putLong(start);
            start += entries.get(i).key().getBytes(StandardCharsets.UTF_8).length;
        }
        AtomicFile.writeFully(channel, bounds.flip());
        AtomicFile.writeFully(channel, times.flip());
        AtomicFile.writeFully(channel, starts.putLong(start).flip());
        for (int first = 0; first < count; first += CHUNK) {
            StringBuilder keys = new StringBuilder();
            entries.subList(first, Math.min(count, first + CHUNK)).forEach(entry -> keys.append(entry.key()));
            AtomicFile.writeFully(channel, StandardCharsets.UTF_8.encode(keys.toString()));
        }
    }

    private float[] pooled(int number) {
        try {
            return PooledVectors.of(codec, archive, number);
        } catch (UserException e) {
            throw new UserException(
                    archive + ", \""
                            + Printable.of(archive.entries().get(number).key()) + "\": " + e.getMessage(),
                    e);
        }
    }

    private ByteSteps steps(int count) {
        int size = Math.min(count, SAMPLE);
        return ByteSteps.of(IntStream.range(0, size)
                .parallel()
                .mapToObj(i -> pooled((int) ((long) i * count / size)))
                .toList());
    }

    /** Writes a vector; what its numbers as they are kept are multiplied by for a vector of length 1, 0 for one of zeros. */
    private float quantize(float[] vector, ByteSteps steps, byte[] out) {
        ByteBuffer bytes = ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        boolean isZero = true;
        double squares = 0;
        for (int d = 0; d < vector.length; d++) {
            float kept = vector[d];
            isZero &= kept == 0;
            if (precision == Precision.FLOAT) {
                bytes.putFloat(kept);
            } else {
                byte quantized = steps.quantize(kept, d);
                bytes.put(quantized);
                kept = steps.value(quantized, d);
            }
            squares += (double) kept * kept;
        }
        return isZero || squares == 0 ? 0 : (float) (1 / Math.sqrt(squares));
    }

    private static ByteBuffer little(long bytes) {
        return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    }
}
