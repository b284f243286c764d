package org.nec4j;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes the folders of tests in memory where the system offers that, with room and with programs allowed to run there: states, codecs and
 * archives are flushed to the disk as they are written, which is a good part of what a test of them takes. Elsewhere they lie where they
 * always do.
 */
public final class FoldersInMemory implements TempDirFactory {
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Some twenty times what the largest of these folders holds. */
    private static final long ROOM = 4L << 30;

    private static final String PREFIX = "junit-";

    private static final Optional<Path> PARENT = Optional.of(MEMORY).filter(FoldersInMemory::serves);

    @Override
    public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext test) throws IOException {
        return PARENT.isPresent() ? Files.createTempDirectory(PARENT.get(), PREFIX) : Files.createTempDirectory(PREFIX);
    }

    private static boolean serves(Path parent) {
        File folder = parent.toFile();
        if (!folder.isDirectory() || folder.getUsableSpace() < ROOM) {
            return false;
        }
        try {
            Path probe = Files.createTempFile(parent, PREFIX, "");
            try {
                // A system that lets no program of that folder run says so of every file.
                return probe.toFile().setExecutable(true) && Files.isExecutable(probe);
            } finally {
                Files.delete(probe);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
