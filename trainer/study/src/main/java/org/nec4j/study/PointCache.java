package org.nec4j.study;

import com.google.gson.Gson;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.eval.Embeddings;
import org.nec4j.eval.Splits;

/**
 * Decoded embeddings on the disk, one file a rate point, so that other heads, or a run that was killed while heads were fitted,
 * need not code and embed again. Only systems keep theirs that take long: those that train, and those on images.
 *
 * <pre>
 *   length of the description, description in JSON, then the values of train, val and test images: float32, big-endian
 * </pre>
 *
 * @param folder where the files lie
 * @param common what all points depend on: data, code, checkpoint
 * @param images gives the labels, which are not stored
 */
record PointCache(Path folder, String common, SplitImages images) {
    private record Description(
            int tokens, int dim, int[] counts, double bytes, long sideBytes, Map<String, Double> further) {}

    /** The point of this identity, coded now unless it is on the disk. */
    CodedPoint get(String identity, Supplier<CodedPoint> code) {
        Path file = folder.resolve(Fingerprint.of(identity, common).hex().substring(0, 32) + ".point");
        if (Files.isRegularFile(file)) {
            return read(file);
        }
        CodedPoint point = code.get();
        AtomicFile.write(file, channel -> write(point, channel));
        return point;
    }

    private static void write(CodedPoint point, FileChannel channel) throws IOException {
        Splits splits = point.decoded();
        int[] counts = {
            splits.train().count(), splits.val().count(), splits.test().count()
        };
        Description description = new Description(
                splits.test().tokens(), splits.test().dim(), counts, point.bytes(), point.sideBytes(), point.further());
        byte[] json = new Gson().toJson(description).getBytes(StandardCharsets.UTF_8);
        put(
                channel,
                ByteBuffer.allocate(Integer.BYTES + json.length)
                        .putInt(json.length)
                        .put(json)
                        .flip());
        for (Embeddings part : List.of(splits.train(), splits.val(), splits.test())) {
            for (float[] values : part.values()) {
                ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
                bytes.asFloatBuffer().put(values);
                put(channel, bytes);
            }
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private CodedPoint read(Path file) {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            int length = in.readInt();
            if (length < 2 || length > Files.size(file)) {
                throw new IOException("its first four bytes are no length");
            }
            Description d =
                    new Gson().fromJson(new String(in.readNBytes(length), StandardCharsets.UTF_8), Description.class);
            Embeddings train = part(in, d, 0, images.train().labels());
            Embeddings val = part(in, d, 1, images.val().labels());
            Embeddings test = part(in, d, 2, images.test().labels());
            return new CodedPoint(new Splits(train, val, test), d.bytes(), d.sideBytes(), new TreeMap<>(d.further()));
        } catch (IOException | RuntimeException e) {
            throw new UserException(
                    file + ": is no point that was written whole (" + e.getMessage()
                            + "); delete it and it is measured again",
                    e);
        }
    }

    private static Embeddings part(DataInputStream in, Description d, int which, int[] labels) throws IOException {
        if (d.counts()[which] != labels.length) {
            throw new IOException("it holds " + d.counts()[which] + " images instead of " + labels.length);
        }
        int numbers = Math.multiplyExact(d.tokens(), d.dim());
        List<float[]> values = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            byte[] bytes = in.readNBytes(numbers * Float.BYTES);
            float[] row = new float[numbers];
            ByteBuffer.wrap(bytes).asFloatBuffer().get(row);
            values.add(row);
        }
        return new Embeddings(d.tokens(), d.dim(), values, labels);
    }
}
