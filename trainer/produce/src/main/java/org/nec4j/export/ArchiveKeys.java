package org.nec4j.export;

import java.nio.file.Path;
import org.nec4j.codec.io.PathText;

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
        String path = PathText.of(relative);
        return path.endsWith(FILE_ENDING) ? path.substring(0, path.length() - FILE_ENDING.length()) : path;
    }

    /** The key of an image's embedding: the image's own key without its ending. */
    static String ofImage(String image) {
        int dot = image.lastIndexOf('.');
        return dot > image.lastIndexOf('/') + 1 ? image.substring(0, dot) : image;
    }
}
