package org.nec4j.spark;

import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.export.TableFormat;
import org.nec4j.export.Tabling;

/**
 * What the parts of a job are: archives, or tables that were archives on their way.
 *
 * @param isTable    whether they are tables
 * @param pooled     whether tables have pooled vectors
 * @param withPlaces whether archives keep where images lie, and tables have the columns of that
 */
record PartForm(boolean isTable, boolean pooled, boolean withPlaces) implements Serializable {
    /** Of a job; throws UserException where there are no such parts. */
    static PartForm of(Path output, boolean pooled, boolean withPlaces) {
        boolean isTable = TableFormat.isTable(output);
        if (!isTable && !output.toString().endsWith(".nema")) {
            throw new UserException(
                    output + ": name an archive, such as images.nema, or a table, such as images.parquet.");
        }
        if (pooled && !isTable) {
            throw new UserException(output + ": pooled vectors are written into tables (.parquet) alone");
        }
        if (isTable) {
            TableFormat.installed();
        }
        return new PartForm(isTable, pooled, withPlaces);
    }

    /** Makes what was archived the part. */
    void finish(Path archive, ShippedCodec codec, Path part) {
        if (isTable) {
            Tabling.part(archive, codec.file(), pooled, withPlaces, part);
            AtomicFile.delete(archive);
        }
    }

    /** Where a part is archived that is to lie elsewhere. */
    Path archive(Path part) {
        return isTable ? part.resolveSibling(part.getFileName() + ".nema") : part;
    }

    /** Whether a part is still to be made; throws UserException where it is there, of another codec. */
    boolean isMissing(Path part, Codec codec) {
        if (!Files.exists(part)) {
            return true;
        }
        Optional<String> digest = isTable ? TableFormat.installed().digest(part) : Optional.of(digest(part));
        if (!digest.equals(Optional.of(codec.digest()))) {
            throw new UserException(
                    part + " is of another codec than " + codec + "; move it aside, or encode under another name.");
        }
        return false;
    }

    private static String digest(Path archive) {
        try (Archive open = Archive.open(archive)) {
            return open.digest();
        }
    }
}
