package org.nec4j.export;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.nec4j.codec.error.UserException;

/** Keys of embeddings: paths with forward slashes and without an ending, the same on every system. */
final class ArchiveKeys {
    static final String FILE_ENDING = ".nemb";

    private static final String ARCHIVE_ENDING = ".nema";

    private ArchiveKeys() {}

    static boolean isArchive(Path path) {
        return path.toString().endsWith(ARCHIVE_ENDING);
    }

    /** The key of a file that lies at a relative path. */
    static String of(Path relative) {
        String path = relative.toString().replace('\\', '/');
        return path.endsWith(FILE_ENDING) ? path.substring(0, path.length() - FILE_ENDING.length()) : path;
    }

    /** The key of an image's embedding: the image's own key without its ending. */
    static String ofImage(String image) {
        int dot = image.lastIndexOf('.');
        return dot > image.lastIndexOf('/') + 1 ? image.substring(0, dot) : image;
    }

    /** Where the embedding of this key goes below a folder; refuses keys that lead out of it, as archives of strangers may hold. */
    static Path below(Path folder, String key, String ending) {
        try {
            Path root = folder.toAbsolutePath().normalize();
            Path target = root.resolve(key + ending).normalize();
            if (target.startsWith(root) && !target.equals(root)) {
                return folder.resolve(root.relativize(target));
            }
        } catch (InvalidPathException e) {
            throw new UserException("the key \"" + key + "\" is no name for a file on this system.", e);
        }
        throw new UserException("the key \"" + key + "\" leads out of the folder " + folder
                + "; nothing was written, take single embeddings with --key.");
    }
}
