package org.nec4j.codec.io;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;

/**
 * Names of files as texts. Java reads them in the charset of the locale that it starts in, and what that charset cannot tell becomes one
 * and the same letter: two files would share a name. Such a name is refused here instead.
 */
public final class PathText {
    private static final char REPLACEMENT = '\ufffd';

    private PathText() {}

    /** The path with forward slashes; throws {@link UserException} where its text does not lead back to the file. */
    public static String of(Path path) {
        String text = path.toString();
        if (text.indexOf(REPLACEMENT) >= 0 && !leadsBack(text, path)) {
            // The bytes of the name, as a URI writes them.
            String bytes = path.toAbsolutePath().toUri().getRawPath();
            throw new UserException(bytes + ": the file's name (%XX are its bytes) is no text in " + charset() + "; "
                    + remedy().orElse("give the file another name") + ".");
        }
        return text.replace('\\', '/');
    }

    /** What to do where names of files are not read as UTF-8; nothing where they are. */
    public static Optional<String> remedy() {
        return charset().equals(StandardCharsets.UTF_8)
                ? Optional.empty()
                : Optional.of("the locale has names of files read as " + charset()
                        + ": set LC_ALL=C.UTF-8 before Java starts, as the launcher nec4j does");
    }

    /** Whether a text from outside has lost letters to the locale's charset. */
    public static boolean isLost(String text) {
        return text.indexOf(REPLACEMENT) >= 0 && remedy().isPresent();
    }

    private static boolean leadsBack(String text, Path path) {
        try {
            return Path.of(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    private static Charset charset() {
        String name = System.getProperty("sun.jnu.encoding", "UTF-8");
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
