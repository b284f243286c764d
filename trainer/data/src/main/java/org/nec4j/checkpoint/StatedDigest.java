package org.nec4j.checkpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/** The digest that a file {@code NAME.sha256} beside a checkpoint states, as sha256sum writes it: the bundled checkpoint has one. */
final class StatedDigest {
    private static final String ENDING = ".sha256";
    private static final int DIGITS = 64;

    private StatedDigest() {}

    /** Whether there is such a file. */
    static boolean isStated(Path checkpoint) {
        return Files.exists(checkpoint.resolveSibling(checkpoint.getFileName() + ENDING));
    }

    /** Compares; throws UserException where the checkpoint has another digest, or what is stated is none. */
    static void require(Path checkpoint, String actual) {
        Path file = checkpoint.resolveSibling(checkpoint.getFileName() + ENDING);
        if (!Files.exists(file)) {
            return;
        }
        String stated;
        try {
            stated = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + "); check permissions", e);
        }
        if (!stated.matches("(?s)[0-9a-fA-F]{64}(\\s.*)?")) {
            throw new UserException(file + ": states no SHA-256; write it anew with sha256sum, or remove it");
        }
        if (!stated.substring(0, DIGITS).toLowerCase(Locale.ROOT).equals(actual)) {
            throw new UserException(checkpoint + ": is damaged or another file, it has SHA-256 " + actual + " where "
                    + file + " states " + stated.substring(0, DIGITS) + "; fetch it again");
        }
    }
}
