package org.nec4j.codec.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nec4j.codec.error.UserException;

/** Writes a file so that its name holds either the old content or all of the new one, whatever happens in between. */
public final class AtomicFile {
    /** What file systems allow. */
    public static final int MAX_NAME_BYTES = 255;

    private AtomicFile() {}

    /** Something that writes a file's whole content, front to back. */
    @FunctionalInterface
    public interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    /** Replaces {@code file} by {@code bytes}; throws {@link UserException} where the folder cannot be written or is full. */
    public static void write(Path file, byte[] bytes) {
        write(file, channel -> writeFully(channel, ByteBuffer.wrap(bytes)));
    }

    /**
     * Replaces {@code file} by what {@code content} writes: into a temporary file beside it, forced to the disk, then renamed.
     * Missing folders above it are created. Throws {@link UserException} where that fails, and leaves no temporary file; those of
     * writers that were killed in the same folder are cleared away.
     */
    public static void write(Path file, Content content) {
        put(file, content, temporary -> {
            temporary.replace(file.toAbsolutePath());
            return true;
        });
    }

    /** Makes {@code file} with these bytes unless there is one, whoever else does so at the same time; whether it did. */
    public static boolean create(Path file, byte[] bytes) {
        return put(
                file,
                channel -> writeFully(channel, ByteBuffer.wrap(bytes)),
                temporary -> temporary.create(file.toAbsolutePath()));
    }

    private interface Placing {
        boolean place(TemporaryFile temporary) throws IOException;
    }

    private static boolean put(Path file, Content content, Placing placing) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null || Files.isDirectory(target)) {
            throw new UserException(file + ": a folder cannot be replaced by a file, give a file's name");
        }
        int bytes = String.valueOf(target.getFileName()).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_NAME_BYTES) {
            throw new UserException(file + ": is a name of " + bytes + " bytes, and names of files have at most "
                    + MAX_NAME_BYTES + "; give a shorter one");
        }
        try {
            Files.createDirectories(folder);
            boolean placed;
            try (TemporaryFile temporary = TemporaryFile.in(folder)) {
                content.writeTo(temporary.channel());
                placed = placing.place(temporary);
            }
            forceFolder(folder);
            return placed;
        } catch (IOException e) {
            throw new UserException(
                    file + ": cannot be written (" + reason(e) + "); check free space and permissions", e);
        }
    }

    /** Removes a file if it is there; throws {@link UserException} where that fails. */
    public static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be removed (" + reason(e) + "); check permissions", e);
        }
    }

    /** Writes all of {@code buffer} at the channel's position. */
    public static void writeFully(FileChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** Makes a rename in {@code folder} survive a power cut, where the system lets a folder be forced (Windows does not). */
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            return;
        }
    }

    /** What went wrong, in words: the exceptions of java.nio often carry a bare file name as their message. */
    public static String reason(IOException e) {
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "");
        String words = kind.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(java.util.Locale.ROOT);
        if (e instanceof FileSystemException named) {
            return named.getReason() == null ? words : named.getReason().strip();
        }
        return e.getMessage() == null ? words : e.getMessage();
    }
}
