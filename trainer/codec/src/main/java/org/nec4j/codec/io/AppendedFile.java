package org.nec4j.codec.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nec4j.codec.error.UserException;

/** A file that grows record by record. What was appended may be lost in a power cut until it was forced. */
public final class AppendedFile implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private AppendedFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Replaces a file by what is to be kept of it, at once or not at all, and opens it to go on; throws UserException where that fails. */
    public static AppendedFile after(Path file, byte[] kept) {
        AtomicFile.write(file, kept);
        try {
            return new AppendedFile(file, FileChannel.open(file, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** Appends all that is left of the buffer. */
    public void append(ByteBuffer record) {
        try {
            AtomicFile.writeFully(channel, record);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    /** Puts everything on the disk. */
    public void force() {
        try {
            channel.force(true);
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unwritten(file, e);
        }
    }

    private static UserException unwritten(Path file, IOException e) {
        return new UserException(
                file + ": cannot be written (" + AtomicFile.reason(e) + "); check free space and permissions", e);
    }
}
