package org.nec4j.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nec4j.codec.error.UserException;

/** Keeps a second process from working in the same folder; the system takes it away from a process that dies. */
public final class RunLock implements AutoCloseable {
    private static final String NAME = ".lock";
    private static final int TRIES = 3;
    private static final long PAUSE_MILLIS = 30;

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock; throws UserException where another process holds it. */
    public static RunLock take(Path run) {
        Path file = run.resolve(NAME);
        try {
            for (int i = 0; i < TRIES; i++) {
                FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (isLocked(channel)) {
                    return new RunLock(channel);
                }
                channel.close();
                // Someone who only asks whether the run is worked on holds the lock for a moment.
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UserException(
                    run + ": cannot be worked on (" + file + ": " + e.getMessage()
                            + "); check free space and permissions",
                    e);
        }
        throw new UserException(run + ": another process is working on it; wait until it ends or stop it");
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return false;
        }
    }

    /** Whether another process holds the lock; a folder that cannot be written is not worked on. */
    static boolean isHeld(Path run) {
        Path file = run.resolve(NAME);
        if (!Files.isWritable(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException heldByThisProcess) {
            return true;
        } catch (IOException e) {
            throw new UserException(file + ": cannot be asked who works on the run (" + e.getMessage() + ")", e);
        }
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
