package org.nec4j.info;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** Bytes on the disk. */
final class Sizes {
    private Sizes() {}

    /** Of a file, or of all files in a folder and below; links are not followed below it. */
    static long of(Path path) {
        try (Stream<Path> files = Files.walk(path)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sum += Files.size(file);
            }
            return sum;
        } catch (IOException e) {
            throw new UserException(path + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
