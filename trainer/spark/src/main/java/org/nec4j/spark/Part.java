package org.nec4j.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import java.util.function.Function;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.export.Shard;

/**
 * A part of the output, as it comes to be: written under a name of the attempt's own, then renamed. What it holds follows from its keys and
 * the codec alone, so whichever of several attempts renames last leaves the same bytes.
 *
 * @param whole the archive or table that the parts make together
 * @param index of the part, from 0
 * @param count of all parts
 */
record Part(String whole, int index, int count) implements Serializable {
    /**
     * What was written.
     *
     * @param bytes of all streams
     */
    record Written(int images, long bytes) implements Serializable {}

    /** Where unfinished parts lie, beside the finished ones, so that a rename is one. */
    static Path unfinished(Path whole) {
        return whole.resolveSibling("." + whole.getFileName() + ".unfinished");
    }

    /** Where it lies when it is whole. */
    Path path() {
        return new Shard(index, count).part(Path.of(whole));
    }

    /**
     * Writes it.
     *
     * @param content writes an archive where it is told
     */
    Written write(PartForm form, ShippedCodec codec, Function<Path, Written> content) {
        Path path = path();
        Path attempt = unfinished(Path.of(whole)).resolve(UUID.randomUUID() + "-" + path.getFileName());
        try {
            Files.createDirectories(attempt.getParent());
            Path archive = form.archive(attempt);
            Written written = content.apply(archive);
            form.finish(archive, codec, attempt);
            Files.move(attempt, path, StandardCopyOption.ATOMIC_MOVE);
            return written;
        } catch (IOException e) {
            throw new UserException(
                    path + ": cannot be written by an executor (" + AtomicFile.reason(e)
                            + "); it must lie on a file system that all machines mount",
                    e);
        }
    }
}
