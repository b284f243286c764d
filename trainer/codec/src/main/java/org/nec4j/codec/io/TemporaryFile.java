package org.nec4j.codec.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32C;

/**
 * A file that is still being written, in the folder where it will get its name. Its writer keeps it locked, so that whoever finds one
 * without a lock knows that its writer was killed, and clears it away.
 */
final class TemporaryFile implements Closeable {
    private static final String BEGINNING = ".nec4j-";
    private static final String ENDING = ".tmp";

    /** Between two machines a shared disk need not tell of locks: what another one wrote must be as old as this, too. */
    private static final Duration SURELY_DEAD = Duration.ofDays(1);

    private static final String HOST = host();

    /** Those of this virtual machine, never opened a second time: closing that channel would release the lock. */
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    /** Folders that were looked through already. */
    private static final Set<Path> CLEARED = ConcurrentHashMap.newKeySet();

    static {
        removeAtTheEnd();
    }

    private final Path file;
    private final FileChannel channel;

    private TemporaryFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Begins one; the first in a folder clears away what killed writers left there. */
    static TemporaryFile in(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (CLEARED.add(real)) {
            clear(real);
        }
        while (true) {
            // Of one length whatever its final name, which may be as long as the system allows.
            Path file = real.resolve(
                    BEGINNING + HOST + '-' + UUID.randomUUID().toString().replace("-", "") + ENDING);
            OURS.add(file);
            TemporaryFile begun = begin(file);
            // Someone who clears the folder may have come between its making and its locking.
            if (isLocked(begun.channel, true) && Files.exists(file)) {
                return begun;
            }
            begun.close();
        }
    }

    private static TemporaryFile begin(Path file) throws IOException {
        try {
            // Not a file of the library for temporary ones, which only its owner may read.
            return new TemporaryFile(
                    file, FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW));
        } catch (IOException e) {
            OURS.remove(file);
            throw e;
        }
    }

    FileChannel channel() {
        return channel;
    }

    /** Puts what was written on the disk and gives it its name, whatever had it before. */
    void replace(Path target) throws IOException {
        channel.force(true);
        letGoOnWindows();
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** As above, but only if nothing has that name; whether it was so. */
    boolean create(Path target) throws IOException {
        channel.force(true);
        letGoOnWindows();
        try {
            Files.createLink(target, file);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException | FileSystemException noLinksHere) {
            try {
                Files.move(file, target);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }
    }

    private void letGoOnWindows() throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            channel.close();
        }
    }

    /** Removes the file if it got no name of its own. */
    @Override
    public void close() throws IOException {
        try (channel) {
            Files.deleteIfExists(file);
        } finally {
            OURS.remove(file);
        }
    }

    private static void clear(Path folder) {
        try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, BEGINNING + "*" + ENDING)) {
            for (Path file : left) {
                if (file.getFileName().toString().matches("\\.nec4j-[0-9a-f]{8}-[0-9a-f]{32}\\.tmp")
                        && !OURS.contains(file)) {
                    clearIfStale(file);
                }
            }
        } catch (IOException | DirectoryIteratorException cannotBeListed) {
            return;
        }
    }

    private static void clearIfStale(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            boolean here = file.getFileName().toString().startsWith(BEGINNING + HOST + '-');
            Instant changed = Files.getLastModifiedTime(file).toInstant();
            if (isLocked(channel, false)
                    && (here || changed.isBefore(Instant.now().minus(SURELY_DEAD)))) {
                Files.deleteIfExists(file);
            }
        } catch (IOException notOursToClear) {
            return;
        }
    }

    /** Locks it; where the disk knows no locks, the answer is {@code unknown}. */
    private static boolean isLocked(FileChannel channel, boolean unknown) {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldHere) {
            return false;
        } catch (IOException noLocksHere) {
            return unknown;
        }
    }

    private static void removeAtTheEnd() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> OURS.forEach(TemporaryFile::removeQuietly)));
        } catch (IllegalStateException endsAlready) {
            // The first file of all is begun while the virtual machine ends: whoever writes next clears what is left of
            // it.
            return;
        }
    }

    private static void removeQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException clearedByTheNext) {
            return;
        }
    }

    /** Tells machines apart without asking a network. */
    private static String host() {
        String name;
        try {
            name = Files.readString(Path.of("/proc/sys/kernel/hostname"));
        } catch (IOException e) {
            name = System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", ""));
        }
        CRC32C crc = new CRC32C();
        crc.update(name.strip().getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }
}
