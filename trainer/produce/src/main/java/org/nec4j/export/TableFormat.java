package org.nec4j.export;

import java.nio.file.Path;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;

/**
 * A format of tables that hold coded embeddings, one a row. Implementations are found by {@link ServiceLoader}: their libraries are no affair of
 * whoever has no tables.
 */
public interface TableFormat {
    /** The ending of such tables' names. */
    String ENDING = ".parquet";

    /**
     * One coded embedding.
     *
     * @param key    unique in its table
     * @param stream as a {@code .nemb} file holds it
     * @param tokens number of tokens
     * @param place  where it comes from
     * @param pooled its mean patch token [dim], where the table has these
     */
    record Row(String key, byte[] stream, int tokens, Optional<Place> place, Optional<float[]> pooled) {}

    /** Rows that are to be written, front to back. */
    interface Rows {
        /** SHA-256 digest of the codec that decodes them. */
        String digest();

        /** What the codec says of itself, as JSON; nothing where the codec is not at hand. */
        Optional<String> settings();

        /** Whether rows have pooled vectors. */
        boolean havePooled();

        /** Whether it is known of any row where on the Earth it lies. */
        boolean haveBounds();

        /** Passes all rows on. */
        void forEach(Consumer<Row> each);
    }

    /** Writes a table, whole or not at all. */
    void write(Path file, Rows rows);

    /** Passes all rows on that a table holds; throws UserException where it is none, or lacks a column that is needed. */
    void read(Path file, Consumer<Row> each);

    /** The digest that a table states; nothing where it was written anew by a program that drops it. */
    Optional<String> digest(Path file);

    /** Whether a file is named like a table. */
    static boolean isTable(Path file) {
        return file.toString().endsWith(ENDING);
    }

    /** The one implementation that is there; throws UserException where none is. */
    static TableFormat installed() {
        return ServiceLoader.load(TableFormat.class)
                .findFirst()
                .orElseThrow(
                        () -> new UserException("reads and writes Parquet only with the module nec4j-parquet, which is"
                                + " not on the class path; add it, or use an archive (.nema)"));
    }
}
