package org.nec4j.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.nec4j.codec.error.UserException;

/** A range of a file's bytes that is known to exist. The file is opened for each reading, so nothing has to be closed. */
record FileSlice(Path file, long offset, long length) {
    private static final int CHUNK = 1 << 20;

    static FileSlice whole(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw new UserException(file + ": is a folder, give the checkpoint file inside it");
            }
            return new FileSlice(file, 0, Files.size(file));
        } catch (NoSuchFileException e) {
            throw new UserException(file + ": no such file", e);
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** {@code count} bytes from {@code start} on; the caller has checked that they lie inside. */
    FileSlice part(long start, long count) {
        if (start < 0 || count < 0 || start > length - count) {
            throw new IllegalArgumentException("bytes " + start + " + " + count + " of " + length);
        }
        return new FileSlice(file, offset + start, count);
    }

    byte[] bytes() {
        byte[] all = new byte[Math.toIntExact(length)];
        ByteBuffer into = ByteBuffer.wrap(all);
        forEachChunk((chunk, at) -> into.put(chunk));
        return all;
    }

    /** Takes a stretch of the slice and how many bytes into the slice it starts. */
    @FunctionalInterface
    interface ChunkReader {
        void read(ByteBuffer chunk, long at);
    }

    /** Hands over the bytes in order, in buffers of 1 MiB except for the last. */
    void forEachChunk(ChunkReader reader) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, length));
            for (long done = 0; done < length; done += buffer.limit()) {
                buffer.clear().limit((int) Math.min(CHUNK, length - done));
                while (buffer.hasRemaining()) {
                    if (channel.read(buffer, offset + done + buffer.position()) < 0) {
                        throw new UserException(file + ": became shorter while it was being read");
                    }
                }
                reader.read(buffer.flip(), done);
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    /** The sentence for bytes that cannot be right; {@code at} counts from the start of this slice. */
    UserException damaged(String problem, long at) {
        return new UserException(String.format(
                Locale.ROOT,
                "%s: %s at byte %d; the file is truncated or damaged, fetch or save it again",
                file,
                problem,
                offset + at));
    }

    private static UserException unreadable(Path file, IOException e) {
        return new UserException(
                file + ": cannot be read (" + e.getClass().getSimpleName() + "); check that it is a file you may read",
                e);
    }
}
