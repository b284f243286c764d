package org.nec4j.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.nec4j.codec.io.AtomicFile;

/** A float32 NumPy array that is written row by row, whatever its size. */
public final class NpyStream {
    private final long[] shape;

    /** An array of this shape, its rows along the first dimension. */
    public NpyStream(long... shape) {
        this.shape = shape.clone();
    }

    /** Takes one row's numbers. */
    public interface Rows {
        void row(float[] values, int index);
    }

    /** Writes the file; {@code rows} calls what it is given once a row, in order. */
    public void write(Path file, Consumer<Rows> rows) {
        AtomicFile.write(file, channel -> {
            put(channel, ByteBuffer.wrap(NpyFile.header("<f4", shape)));
            try {
                rows.accept((values, index) -> put(channel, values));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        });
    }

    private static void put(FileChannel channel, float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        try {
            put(channel, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void put(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
