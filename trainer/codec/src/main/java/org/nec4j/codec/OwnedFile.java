package org.nec4j.codec;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.LockFile;

/**
 * A file that one writer at a time has for itself, from before it is made to after it is closed or removed: whoever makes, writes or
 * removes it holds a lock whose file lies beside it. Readers need no lock.
 */
final class OwnedFile implements Closeable {
    /** A lock's name is its file's as far as that leaves room below the 255 bytes that systems allow. */
    private static final int LONGEST_NAME = 60;

    private final Path path;
    private final LockFile lock;
    private final FileChannel channel;
    private final Object identity;
    private final boolean made;

    private OwnedFile(Path path, LockFile lock, boolean made) throws IOException {
        this.path = path;
        this.lock = lock;
        this.made = made;
        this.identity = identity(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Opens the file, or makes one of these bytes; throws {@link UserException} where someone else writes it. */
    static OwnedFile open(Path path, byte[] ifAbsent, boolean mustBeNew) throws IOException {
        LockFile lock = LockFile.takeRemoved(lockOf(path)).orElseThrow(() -> beingWritten(path));
        try {
            boolean made = !Files.exists(path) && AtomicFile.create(path, ifAbsent);
            if (mustBeNew && !made) {
                throw new UserException(
                        path + ": exists already; add to it with `nec4j archive append`, or choose another name");
            }
            OwnedFile file = new OwnedFile(path, lock, made);
            try {
                file.lockTheFileItself();
                return file;
            } catch (IOException | RuntimeException e) {
                file.channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static Path lockOf(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new UserException(path + ": is a folder; give a file's name");
        }
        if (Files.isSymbolicLink(path) && !Files.exists(path)) {
            throw new UserException(path + ": is a link to nothing; remove it, or name the file itself");
        }
        Files.createDirectories(path.toAbsolutePath().getParent());
        // Its last writer may be removing it right now.
        Path real = LockFile.realName(path);
        String name = real.getFileName().toString();
        String kept = name.length() <= LONGEST_NAME ? name : "nema-" + Integer.toHexString(name.hashCode());
        return real.resolveSibling("." + kept + ".lock");
    }

    /**
     * For versions that know no other lock, and for files that have two names. A reader in this process may take this lock away: POSIX
     * systems do that when any channel of the file is closed.
     */
    private void lockTheFileItself() throws IOException {
        try {
            if (channel.tryLock() == null) {
                throw beingWritten(path);
            }
        } catch (OverlappingFileLockException e) {
            throw beingWritten(path);
        }
    }

    private static UserException beingWritten(Path path) {
        return new UserException(path
                + ": is being written by another process or another part of this one; try again when it has ended");
    }

    Path path() {
        return path;
    }

    FileChannel channel() {
        return channel;
    }

    /** Makes sure that the name still stands for the file that is written; throws {@link UserException} if not. */
    void requireInPlace() throws IOException {
        if (!isInPlace()) {
            throw new UserException(path
                    + ": was removed or replaced while it was being written; what was added last is in no"
                    + " file, run it again");
        }
    }

    private boolean isInPlace() throws IOException {
        return Files.exists(path) && identity(path).equals(identity);
    }

    /** What tells a file from another of the same name; the same for all on systems that do not say. */
    private static Object identity(Path path) throws IOException {
        Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        return key == null ? "" : key;
    }

    /** Removes the file if it was made here. */
    void removeIfMade() throws IOException {
        if (made && channel.isOpen() && isInPlace()) {
            Files.delete(path);
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
