package org.nec4j.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Properties;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.LockFile;

/** A file that is still arriving, and beside it a note of where it comes from, so that a later call can go on. */
final class PartFile implements Closeable {
    private final Path file;
    private final Path note;
    private final FileChannel channel;
    private final LockFile lock;

    private PartFile(Path file, FileChannel channel, LockFile lock) {
        this.file = file;
        this.lock = lock;
        this.note = file.resolveSibling(file.getFileName() + ".source");
        this.channel = channel;
    }

    /** Opens or begins {@code .NAME.part} beside the target; throws UserException where another process has it. */
    static PartFile beside(Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Path file = target.resolveSibling("." + target.getFileName() + ".part");
        // Not on the part itself: it becomes the target, and reading it for its digest would give the lock back.
        LockFile lock = LockFile.takeRemoved(file.resolveSibling(file.getFileName() + ".lock"))
                .orElseThrow(() -> new UserException(file + ": another nec4j is fetching it; wait until it is done"));
        try {
            return new PartFile(
                    file,
                    FileChannel.open(
                            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    Path file() {
        return file;
    }

    long length() throws IOException {
        return channel.size();
    }

    /** What the server gave for the bytes so far from this address; nothing where it gave nothing or they come from another one. */
    Optional<String> validator(String address) throws IOException {
        Properties properties = new Properties();
        if (Files.isRegularFile(note)) {
            try (InputStream in = Files.newInputStream(note)) {
                properties.load(in);
            } catch (IllegalArgumentException damaged) {
                return Optional.empty();
            }
        }
        return address.equals(properties.getProperty("address"))
                ? Optional.ofNullable(properties.getProperty("validator"))
                : Optional.empty();
    }

    /** Notes where the bytes that follow come from. */
    void from(String address, Optional<String> validator) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("address", address);
        validator.ifPresent(value -> properties.setProperty("validator", value));
        try (OutputStream out = Files.newOutputStream(note)) {
            properties.store(out, "nec4j fetch");
        }
    }

    /** Forgets everything from {@code length} on. */
    void truncate(long length) throws IOException {
        channel.truncate(length);
    }

    void append(byte[] bytes, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
        long at = channel.size();
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }

    void force() throws IOException {
        channel.force(true);
    }

    /** Takes file and note away. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(note);
    }

    /** Takes both away where nothing has come. */
    void deleteIfEmpty() throws IOException {
        if (channel.size() == 0) {
            delete();
        }
    }

    @Override
    public void close() throws IOException {
        try (lock;
                channel) {
            return;
        }
    }
}
