package org.nec4j.codec.io;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nec4j.codec.error.UserException;

/**
 * Bytes that can be read at any position by several threads at once: a file, or an array. A file that cannot be read raises
 * {@link UserException}.
 */
public abstract class ByteSource implements Closeable {
    /** Number of bytes, fixed when the source was opened. */
    public abstract long size();

    /** Fills {@code buffer} with the bytes from {@code offset} on, which must be there: see {@link #size}. */
    public abstract void read(long offset, ByteBuffer buffer);

    @Override
    public abstract void close();

    /** An array, which is not copied. */
    public static ByteSource of(byte[] bytes) {
        return new InMemory(bytes);
    }

    /** An open channel of {@code file}; closing the source closes it. */
    public static ByteSource of(Path file, FileChannel channel) throws IOException {
        return new OnDisk(file, channel);
    }

    /** Opens a file; throws {@link UserException} where that fails. */
    public static ByteSource of(Path file) {
        try {
            return of(file, FileChannel.open(file, StandardOpenOption.READ));
        } catch (IOException e) {
            throw new UserException(file + ": cannot be opened (" + AtomicFile.reason(e) + ")", e);
        }
    }

    private static final class InMemory extends ByteSource {
        private final byte[] bytes;

        InMemory(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public void read(long offset, ByteBuffer buffer) {
            buffer.put(bytes, Math.toIntExact(offset), buffer.remaining());
        }

        @Override
        public void close() {
            // An array holds nothing that must be given back.
        }
    }

    private static final class OnDisk extends ByteSource {
        private final Path file;
        private final FileChannel channel;
        private final long size;

        OnDisk(Path file, FileChannel channel) throws IOException {
            this.file = file;
            this.channel = channel;
            this.size = channel.size();
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void read(long offset, ByteBuffer buffer) {
            long position = offset;
            try {
                while (buffer.hasRemaining()) {
                    int n = channel.read(buffer, position);
                    if (n < 0) {
                        throw new UserException(file + ": became shorter while it was read; fetch it again");
                    }
                    position += n;
                }
            } catch (IOException e) {
                throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
            }
        }

        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
