package org.nec4j.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.nec4j.codec.Archive;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Printable;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Archives as tables of other programs, and back. */
public final class Tabling {
    private Tabling() {}

    /**
     * Writes an archive as a table.
     *
     * @param codecFile the codec, for its settings and for pooled vectors; nothing leaves both out
     * @param pooled    whether the mean patch token of every embedding is written, too
     * @return number of rows
     */
    public static int export(Path archive, Optional<Path> codecFile, boolean pooled, Path table, Console console) {
        if (!TableFormat.isTable(table)) {
            throw new UserException(table + ": a table's name ends in " + TableFormat.ENDING + ".");
        }
        if (pooled && codecFile.isEmpty()) {
            throw new UserException("pooled vectors are decoded with the codec; name it with -c");
        }
        return write(archive, codecFile, pooled, false, table, console);
    }

    /**
     * Writes a part of a table whose parts are read together: with the columns of where images lie, even where this one has none that says so.
     *
     * @param withBounds whether the table has these columns
     */
    public static void part(Path archive, Path codecFile, boolean pooled, boolean withBounds, Path table) {
        write(archive, Optional.of(codecFile), pooled, withBounds, table, Console.silent());
    }

    private static int write(
            Path archive, Optional<Path> codecFile, boolean pooled, boolean withBounds, Path table, Console console) {
        TableFormat format = TableFormat.installed();
        try (Archive open = Archive.open(archive)) {
            Optional<Codec> codec = codecFile.map(Codec::open);
            if (codec.isPresent() && !codec.get().digest().equals(open.digest())) {
                throw new UserException(open + " does not belong to " + codec.get() + ".");
            }
            try (Progress progress = console.progress("writing " + table, open.size(), "embeddings")) {
                format.write(table, new Archived(open, codec, pooled, withBounds, progress));
            }
            return open.size();
        }
    }

    /**
     * Adds the embeddings of tables to an archive, which is made if it is not there.
     *
     * @throws UserException as {@link Archiving#append}
     */
    public static Archiving.Change load(Path archive, Path codecFile, List<Path> tables, Console console) {
        for (Path table : tables) {
            if (!TableFormat.isTable(table)) {
                throw new UserException(table + ": a table's name ends in " + TableFormat.ENDING
                        + "; `nec4j archive create` takes files and folders.");
            }
        }
        return Files.exists(archive)
                ? Archiving.append(archive, tables, console)
                : Archiving.create(archive, codecFile, tables, console);
    }

    private record Archived(
            Archive archive, Optional<Codec> codec, boolean havePooled, boolean withBounds, Progress progress)
            implements TableFormat.Rows {
        @Override
        public String digest() {
            return archive.digest();
        }

        @Override
        public Optional<String> settings() {
            return codec.map(known -> known.settings().toString());
        }

        @Override
        public boolean haveBounds() {
            return withBounds
                    || IntStream.range(0, archive.size()).anyMatch(i -> archive.place(i)
                            .flatMap(place -> place.bounds())
                            .isPresent());
        }

        @Override
        public void forEach(Consumer<TableFormat.Row> each) {
            int[] number = {0};
            List<Archive.Entry> entries = archive.entries();
            archive.forEach((key, stream) -> {
                int i = number[0]++;
                each.accept(new TableFormat.Row(
                        key,
                        stream,
                        entries.get(i).tokens(),
                        archive.place(i),
                        havePooled ? Optional.of(pooled(key, stream)) : Optional.empty()));
                progress.at(number[0]);
            });
        }

        private float[] pooled(String key, byte[] stream) {
            try {
                return PooledVectors.of(codec.orElseThrow(), stream);
            } catch (UserException e) {
                throw new UserException(archive + ", \"" + Printable.of(key) + "\": " + e.getMessage(), e);
            }
        }
    }
}
