package org.nec4j.codec.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A lock between processes, and between the threads of one, on a file that holds nothing else. The system takes it away from a process
 * that dies; what such a process leaves of the file hinders nobody.
 *
 * <p>On POSIX systems a process loses its lock on a file as soon as it closes any channel of that file. So no file that others read is
 * ever locked, and within this virtual machine a register tells who holds what, so that no lock file is opened twice.
 */
public final class LockFile implements Closeable {
    /** Someone who only asks holds a lock for a moment, and one that gives it back may just be removing the file. */
    private static final int TRIES = 4;

    private static final long PAUSE_MILLIS = 30;
    private static final int MARK_BYTES = 36;

    /** The lock files that this virtual machine holds; whoever opens or closes a lock file holds its monitor. */
    private static final Set<Path> OURS = new HashSet<>();

    private final Path file;
    private final Path registered;
    private final boolean removed;
    private final FileChannel channel;
    private final FileChannel witness;
    private boolean closed;

    private LockFile(Path file, Path registered, boolean removed, FileChannel channel, FileChannel witness) {
        this.file = file;
        this.registered = registered;
        this.removed = removed;
        this.channel = channel;
        this.witness = witness;
    }

    /** Takes the lock, whose file stays behind; nothing where someone else holds it. */
    public static Optional<LockFile> take(Path file) throws IOException {
        return take(file, false);
    }

    /** As above, and its holder removes the file when it gives the lock back. */
    public static Optional<LockFile> takeRemoved(Path file) throws IOException {
        return take(file, true);
    }

    private static Optional<LockFile> take(Path file, boolean removed) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            synchronized (OURS) {
                Path registered = realName(file);
                if (OURS.contains(registered)) {
                    return Optional.empty();
                }
                Optional<LockFile> lock = attempt(file, registered, removed);
                if (lock.isPresent()) {
                    OURS.add(registered);
                    return lock;
                }
            }
            pause();
        }
        return Optional.empty();
    }

    /** Whether someone holds the lock of this file; who may not write the file cannot tell, and hears no. */
    public static boolean isHeld(Path file) throws IOException {
        synchronized (OURS) {
            if (!Files.isWritable(file)) {
                return false;
            }
            if (OURS.contains(realName(file))) {
                return true;
            }
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                return !isLocked(channel);
            } catch (NoSuchFileException removedMeanwhile) {
                return false;
            }
        }
    }

    private static Optional<LockFile> attempt(Path file, Path registered, boolean removed) throws IOException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        Optional<FileChannel> witness = Optional.empty();
        try {
            if (isLocked(channel)) {
                witness = witness(file, channel);
            }
            return witness.map(second -> new LockFile(file, registered, removed, channel, second));
        } finally {
            if (witness.isEmpty()) {
                channel.close();
            }
        }
    }

    /**
     * A second channel of the file that was locked, if its name still stands for it: whoever held the lock before may have removed the
     * file after it was opened here. A mark that nobody else could have written tells. It stays open, see above.
     */
    private static Optional<FileChannel> witness(Path file, FileChannel locked) throws IOException {
        String mark = UUID.randomUUID().toString();
        locked.truncate(0);
        AtomicFile.writeFully(locked, ByteBuffer.wrap(mark.getBytes(StandardCharsets.US_ASCII)));
        FileChannel second;
        try {
            second = FileChannel.open(file, StandardOpenOption.READ);
        } catch (NoSuchFileException removedMeanwhile) {
            return Optional.empty();
        }
        ByteBuffer there = ByteBuffer.allocate(MARK_BYTES);
        while (there.hasRemaining() && second.read(there, there.position()) >= 0) {
            continue;
        }
        String read = new String(there.array(), StandardCharsets.US_ASCII);
        if (read.equals(mark)) {
            return Optional.of(second);
        }
        second.close();
        return Optional.empty();
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldUnderAnotherName) {
            return false;
        }
    }

    /** One name for a file however it is reached; one that is not there yet, or is removed meanwhile, is known by its folder's. */
    public static Path realName(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (NoSuchFileException notThere) {
            return absolute.getParent().toRealPath().resolve(absolute.getFileName());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives the lock back; the second time does nothing. */
    @Override
    public void close() throws IOException {
        synchronized (OURS) {
            if (closed) {
                return;
            }
            closed = true;
            OURS.remove(registered);
            try (channel;
                    witness) {
                if (removed) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
