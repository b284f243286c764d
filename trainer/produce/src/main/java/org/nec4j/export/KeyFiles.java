package org.nec4j.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;

/**
 * The files that embeddings of some keys become below a folder, each its own: whatever stands in the way of that is told before
 * anything is written.
 */
final class KeyFiles {
    private static final int MAX_PATH_BYTES = 4095;

    /** What Windows opens as a device, whatever follows behind a dot. */
    private static final String DEVICE =
            "(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])( *\\..*)?";

    private final Path folder;
    private final String ending;
    private final String remedy;
    private final boolean windows;

    /** @param remedy what to do where a key can be no file */
    KeyFiles(Path folder, String ending, String remedy) {
        this(folder, ending, remedy, System.getProperty("os.name").startsWith("Windows"));
    }

    /** @param windows whether names must be such as Windows takes */
    KeyFiles(Path folder, String ending, String remedy, boolean windows) {
        this.folder = folder;
        this.ending = ending;
        this.remedy = "; nothing was written, " + remedy;
        this.windows = windows;
    }

    /** Of files for embeddings that lie in archives or streams. */
    static KeyFiles ofStored(Path folder, String ending) {
        return new KeyFiles(folder, ending, "take others one by one with --key");
    }

    /** Each key's file, in the order of the keys; throws UserException where a key is none, or two would share a file. */
    Map<String, Path> of(Collection<String> keys) {
        Map<String, Path> files = new LinkedHashMap<>();
        for (String key : keys) {
            problem(key).ifPresent(problem -> {
                throw new UserException("the key \"" + Printable.of(key) + "\" " + problem + remedy);
            });
            files.put(key, folder.resolve(key + ending));
        }
        requireApart(files.keySet());
        return files;
    }

    private Optional<String> problem(String key) {
        Optional<String> problem = Keys.problem(key);
        if (problem.isPresent()) {
            return problem;
        }
        String file = key + ending;
        for (String name : file.split("/")) {
            int bytes = bytes(name);
            if (bytes > AtomicFile.MAX_NAME_BYTES) {
                return Optional.of("makes a name of " + bytes + " bytes, and names of files have at most "
                        + AtomicFile.MAX_NAME_BYTES);
            }
            if (windows && (name.matches("(?s).*[<>:\"|?*].*|.*[. ]") || name.matches(DEVICE))) {
                return Optional.of("is no name for a file on Windows");
            }
        }
        return bytes(folder.toAbsolutePath() + "/" + file) > MAX_PATH_BYTES
                ? Optional.of("makes a path of more than " + MAX_PATH_BYTES + " bytes")
                : Optional.empty();
    }

    /** Two files may not be one, nor one a folder of the other, as this folder's system compares names. */
    private void requireApart(Collection<String> keys) {
        Map<String, String> byFold = new HashMap<>();
        for (String key : keys) {
            clash(byFold.put(fold(key + ending), key), key);
        }
        for (String key : keys) {
            for (int at = key.indexOf('/'); at >= 0; at = key.indexOf('/', at + 1)) {
                clash(byFold.get(fold(key.substring(0, at))), key);
            }
        }
    }

    private void clash(String one, String other) {
        if (one == null) {
            return;
        }
        boolean alike = (other + ending).equals(one + ending) || other.startsWith(one + ending + "/");
        if (alike || !tellsApart(one + ending, other + ending)) {
            throw new UserException("the keys \"" + Printable.of(one) + "\" and \"" + Printable.of(other)
                    + "\" cannot both become files below " + folder + remedy);
        }
    }

    /** Asks the disk itself: systems differ in which names they take for the same, and one machine may have disks of several kinds. */
    private boolean tellsApart(String one, String other) {
        Path place = folder.toAbsolutePath();
        while (!Files.isDirectory(place)) {
            place = place.getParent();
        }
        try {
            Path probe = Files.createTempDirectory(place, ".nec4j-names-");
            Path file = probe.resolve(firstDifference(one, other));
            try {
                Files.createFile(file);
                return !Files.exists(probe.resolve(firstDifference(other, one)));
            } finally {
                Files.deleteIfExists(file);
                Files.delete(probe);
            }
        } catch (IOException e) {
            throw new UserException(
                    folder + ": cannot be written (" + AtomicFile.reason(e) + "); check free space and permissions", e);
        }
    }

    /** The first part of a path that another has not. */
    private static String firstDifference(String of, String other) {
        String[] parts = of.split("/");
        String[] others = other.split("/");
        int i = 0;
        while (i < parts.length - 1 && i < others.length - 1 && parts[i].equals(others[i])) {
            i++;
        }
        return parts[i];
    }

    private static String fold(String path) {
        String upper = Normalizer.normalize(path, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
