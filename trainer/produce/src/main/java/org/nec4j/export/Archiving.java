package org.nec4j.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.Archive;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.FormatException;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Printable;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** What is done with archives ({@code .nema}): many coded embeddings in one file. */
public final class Archiving {
    private static final String UNIT = "embeddings";

    private Archiving() {}

    /**
     * What has happened to an archive.
     *
     * @param added  embeddings that it did not hold before
     * @param before embeddings among the sources that it held already
     * @param size   embeddings that it holds now
     * @param bytes  its size on the disk
     */
    public record Change(int added, int before, int size, long bytes) {}

    /**
     * Writes the coded embeddings of files, folders and archives into a new archive.
     *
     * @param codecFile the codec that they belong to
     * @throws UserException if the archive exists, or an embedding is damaged, of another codec, or shares its key with another;
     *     then there is no archive
     */
    public static Change create(Path archive, Path codecFile, List<Path> sources, Console console) {
        Codec codec = Codec.open(codecFile);
        try (CodedSources found = CodedSources.open(sources)) {
            try (ArchiveWriter writer = found.havePlaces()
                    ? ArchiveWriter.createWithPlaces(archive, codec)
                    : ArchiveWriter.create(archive, codec)) {
                return add(archive, found, writer, console);
            }
        }
    }

    /**
     * Adds the coded embeddings of files, folders and archives to an archive that is there. What it holds already is passed over, so
     * an append that was interrupted can be run again.
     *
     * @throws UserException if an embedding is damaged, of another codec, or differs from one under its key; nothing is added then
     */
    public static Change append(Path archive, List<Path> sources, Console console) {
        String digest = digest(archive);
        try (CodedSources found = CodedSources.open(sources);
                ArchiveWriter writer = ArchiveWriter.open(archive, digest)) {
            return add(archive, found, writer, console);
        }
    }

    private static Change add(Path path, CodedSources found, ArchiveWriter writer, Console console) {
        found.notes().forEach(console::say);
        try {
            if (!writer.keepsPlaces() && found.havePlaces()) {
                throw new UserException(path + ": was made without places and would lose those of what is added;"
                        + " `nec4j archive create` makes a new archive of both");
            }
            List<String> missing = new ArrayList<>();
            each("checking", found.keys(), console, key -> {
                if (found.use(key, stream -> writer.lacks(key, stream))) {
                    missing.add(key);
                }
            });
            each(
                    "adding",
                    missing,
                    console,
                    key -> found.use(key, stream -> {
                        found.place(key)
                                .ifPresentOrElse(
                                        place -> writer.add(key, stream, place), () -> writer.add(key, stream));
                        return key;
                    }));
            writer.commit();
            return new Change(missing.size(), found.keys().size() - missing.size(), writer.size(), size(path));
        } catch (RuntimeException e) {
            writer.abandon();
            throw e;
        }
    }

    /**
     * Joins archives of one codec; {@code target} is made if it is not there.
     *
     * @throws UserException if they belong to different codecs or one key stands for different embeddings; nothing is added then
     */
    public static Change merge(Path target, List<Path> sources, Console console) {
        List<Archive> archives = new ArrayList<>();
        try {
            sources.forEach(source -> archives.add(Archive.open(source)));
            int total = archives.stream().mapToInt(Archive::size).sum();
            int added;
            try (Progress progress = console.progress("merging", total, UNIT)) {
                added = ArchiveWriter.merge(target, archives, progress::at);
            }
            return new Change(added, total - added, embeddings(target), size(target));
        } finally {
            archives.forEach(Archive::close);
        }
    }

    /**
     * Writes embeddings of an archive as {@code .nemb} files below a folder.
     *
     * @param keys which of them; none means all
     * @return number of files written
     */
    public static int extract(Path archive, List<String> keys, Path folder, Console console) {
        try (CodedSources found = CodedSources.open(List.of(archive))) {
            found.keep(keys);
            Map<String, Path> targets =
                    KeyFiles.ofStored(folder, ArchiveKeys.FILE_ENDING).of(found.keys());
            each(
                    "extracting",
                    targets.keySet(),
                    console,
                    key -> found.use(key, stream -> {
                        found.place(key).ifPresent(place -> PlaceFiles.write(targets.get(key), place));
                        AtomicFile.write(targets.get(key), stream);
                        return key;
                    }));
            return targets.size();
        }
    }

    /**
     * Reads a whole archive and compares it with its checksums, and with a codec decodes every embedding too.
     *
     * @return number of embeddings, all of them in order
     * @throws UserException at the first damage
     */
    public static int verify(Path archive, Optional<Path> codecFile, Console console) {
        try (Archive open = Archive.open(archive);
                Progress progress = console.progress("verifying " + archive, open.size(), UNIT)) {
            Optional<Codec> codec = codecFile.map(Codec::open);
            if (codec.isPresent() && !codec.get().digest().equals(open.digest())) {
                throw new UserException(open + " does not belong to " + codec.get() + ".");
            }
            long[] done = {0};
            open.verify((key, stream) -> {
                codec.ifPresent(c -> decode(c, stream, archive + ", \"" + Printable.of(key) + "\""));
                progress.at(++done[0]);
            });
            return open.size();
        }
    }

    private static void decode(Codec codec, byte[] stream, String origin) {
        try {
            codec.decode(stream);
        } catch (FormatException e) {
            throw new UserException(origin + ": " + e.getMessage(), e);
        }
    }

    private interface Step {
        void of(String key);
    }

    private static void each(String task, Collection<String> keys, Console console, Step step) {
        try (Progress progress = console.progress(task, keys.size(), UNIT)) {
            int done = 0;
            for (String key : keys) {
                step.of(key);
                progress.at(++done);
            }
        }
    }

    private static String digest(Path archive) {
        try (Archive open = Archive.open(archive)) {
            return open.digest();
        }
    }

    private static int embeddings(Path archive) {
        try (Archive open = Archive.open(archive)) {
            return open.size();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UserException(file + ": cannot be read (" + AtomicFile.reason(e) + ")", e);
        }
    }
}
