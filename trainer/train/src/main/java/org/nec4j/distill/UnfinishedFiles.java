package org.nec4j.distill;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;

/** Large files that a process was killed over before it had finished them. Whoever writes one holds its lock. */
final class UnfinishedFiles {
    /** Between making a file and locking it passes less. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    private UnfinishedFiles() {}

    /** Removes those of a folder whose names begin and end so, but for what is being written. */
    static void remove(Path folder, String beginning, String ending) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, path -> {
            String name = path.getFileName().toString();
            return name.startsWith(beginning) && name.endsWith(ending);
        })) {
            for (Path file : found) {
                if (Files.getLastModifiedTime(file)
                                .toInstant()
                                .isBefore(Instant.now().minus(FRESH))
                        && isFree(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static boolean isFree(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE);
                FileLock lock = file.tryLock()) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another training of this process writes it
        }
    }
}
