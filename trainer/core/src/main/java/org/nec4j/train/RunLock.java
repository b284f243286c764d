package org.nec4j.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nec4j.codec.UserException;

/** Keeps a second process from working on the same run; the system takes it away from a process that dies. */
final class RunLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; throws UserException where another process holds it. */
    static RunLock take(Path run) {
        Path file = run.resolve(NAME);
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return new RunLock(channel);
                }
            } catch (OverlappingFileLockException heldByThisProcess) {
                channel.close();
            }
            channel.close();
        } catch (IOException e) {
            throw new UserException(
                    run + ": cannot be worked on (" + file + ": " + e.getMessage()
                            + "); check free space and permissions",
                    e);
        }
        throw new UserException(run + ": another process is working on this run; wait until it ends or stop it");
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UserException("a run's lock cannot be given back (" + e.getMessage() + ")", e);
        }
    }
}
