package org.nec4j.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;

/**
 * The digest that a checkpoint must have: the one that a file {@code NAME.sha256} beside it states, as sha256sum writes it, or, for a
 * file of the name of a checkpoint that comes with nec4j, that one's, wherever a copy lies.
 */
final class StatedDigest {
    private static final String ENDING = ".sha256";
    private static final int DIGITS = 64;

    /** Lines of sha256sum, those of the project's folder {@code checkpoints}. */
    private static final Map<String, String> BUNDLED = bundled("bundled.sha256");

    private StatedDigest() {}

    /** Whether a checkpoint must have a certain digest. */
    static boolean isStated(Path checkpoint) {
        return Files.exists(beside(checkpoint)) || BUNDLED.containsKey(name(checkpoint));
    }

    /** Who says that a file of this digest is whole, in words; nothing where nobody does. */
    static Optional<String> vouching(Path checkpoint, String actual) {
        if (Files.exists(beside(checkpoint))) {
            return Optional.of(beside(checkpoint).toString());
        }
        return BUNDLED.containsValue(actual) ? Optional.of("nec4j, which comes with it") : Optional.empty();
    }

    /** Compares; throws UserException where the checkpoint has another digest, or what is stated is none. */
    static void require(Path checkpoint, String actual) {
        Path file = beside(checkpoint);
        if (!Files.exists(file)) {
            String known = BUNDLED.getOrDefault(name(checkpoint), actual);
            if (!known.equals(actual)) {
                throw new UserException(checkpoint + ": is damaged or another file, it has SHA-256 " + actual
                        + " where the checkpoint of this name that comes with nec4j has " + known
                        + "; copy it anew, or give another checkpoint another name");
            }
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

    private static Path beside(Path checkpoint) {
        return checkpoint.resolveSibling(name(checkpoint) + ENDING);
    }

    private static String name(Path checkpoint) {
        return String.valueOf(checkpoint.getFileName());
    }

    private static Map<String, String> bundled(String resource) {
        try (InputStream in = StatedDigest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .collect(Collectors.toUnmodifiableMap(
                            line -> line.substring(DIGITS).strip(), line -> line.substring(0, DIGITS)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
