package org.nec4j.run;

import java.io.IOException;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.LockFile;

/** Keeps a second process from working in the same folder; the system takes it away from a process that dies. */
public final class RunLock implements AutoCloseable {
    private static final String NAME = ".lock";

    private final LockFile lock;

    private RunLock(LockFile lock) {
        this.lock = lock;
    }

    /** Takes the lock; throws UserException where someone else holds it. */
    public static RunLock take(Path run) {
        try {
            return LockFile.take(run.resolve(NAME))
                    .map(RunLock::new)
                    .orElseThrow(() -> new UserException(
                            run + ": another process is working on it; wait until it ends or stop it"));
        } catch (IOException e) {
            throw new UserException(
                    run + ": cannot be worked on (" + run.resolve(NAME) + ": " + AtomicFile.reason(e)
                            + "); check free space and permissions",
                    e);
        }
    }

    /** Whether someone holds the lock; a folder that cannot be written is not worked on. */
    static boolean isHeld(Path run) {
        try {
            return LockFile.isHeld(run.resolve(NAME));
        } catch (IOException e) {
            throw new UserException(
                    run + ": cannot be asked who works on it (" + AtomicFile.reason(e) + "); check permissions", e);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UserException("a run's lock cannot be given back (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
