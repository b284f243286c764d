package org.nec4j.export;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.codec.io.Keys;
import org.nec4j.codec.io.Printable;

/** Where coded embeddings go: into a folder of {@code .nemb} files, or into an archive. */
interface EmbeddingSink extends Closeable {
    /** Whether this one is there already and need not be made again. */
    boolean holds(String key);

    /** Whether it keeps where embeddings come from. */
    boolean takesPlaces();

    /** @param place where it comes from; only what {@link #takesPlaces()} is given one */
    void add(String key, byte[] stream, Optional<Place> place);

    @Override
    void close();

    /**
     * An archive if {@code output} is named like one, else a folder; throws UserException where these keys cannot all go there.
     *
     * @param shard whose part of an archive it is
     * @param keys  all that will be added
     * @param withPlaces whether an archive that is new is made to keep places
     */
    static EmbeddingSink of(Path output, Shard shard, Codec codec, Collection<String> keys, boolean withPlaces) {
        for (String key : keys) {
            Keys.problem(key).ifPresent(problem -> {
                throw new UserException(output + ": cannot take an image as \"" + Printable.of(key) + "\", a key that "
                        + problem + "; rename the image");
            });
        }
        if (!ArchiveKeys.isArchive(output)) {
            String remedy = "rename the images, or encode into an archive, such as -o images.nema";
            return new IntoFolder(new KeyFiles(output, ArchiveKeys.FILE_ENDING, remedy).of(keys));
        }
        return archive(shard.part(output), codec, withPlaces, shard.count() > 1);
    }

    /** A part of an archive, which is there even where it is empty. */
    static EmbeddingSink part(Path part, Codec codec, boolean withPlaces) {
        return archive(part, codec, withPlaces, true);
    }

    private static EmbeddingSink archive(Path archive, Codec codec, boolean withPlaces, boolean evenEmpty) {
        return new IntoArchive(
                withPlaces ? ArchiveWriter.openWithPlaces(archive, codec) : ArchiveWriter.open(archive, codec),
                evenEmpty);
    }

    /**
     * One file an embedding; what is there is replaced.
     *
     * @param files where each key's embedding goes
     */
    record IntoFolder(Map<String, Path> files) implements EmbeddingSink {
        @Override
        public boolean holds(String key) {
            return false;
        }

        @Override
        public boolean takesPlaces() {
            return true;
        }

        @Override
        public void add(String key, byte[] stream, Optional<Place> place) {
            place.ifPresent(known -> PlaceFiles.write(files.get(key), known));
            AtomicFile.write(files.get(key), stream);
        }

        @Override
        public void close() {
            // Every file is whole as soon as it is there.
        }
    }

    /** Appends; commits now and then, so that little is lost when a long run is interrupted. */
    final class IntoArchive implements EmbeddingSink {
        private static final int COMMIT_EVERY = 256;

        private final ArchiveWriter writer;
        private final boolean evenEmpty;
        private int added;

        IntoArchive(ArchiveWriter writer, boolean evenEmpty) {
            this.writer = writer;
            this.evenEmpty = evenEmpty;
        }

        @Override
        public boolean holds(String key) {
            return writer.contains(key);
        }

        @Override
        public boolean takesPlaces() {
            return writer.keepsPlaces();
        }

        @Override
        public void add(String key, byte[] stream, Optional<Place> place) {
            place.ifPresentOrElse(known -> writer.add(key, stream, known), () -> writer.add(key, stream));
            if (++added % COMMIT_EVERY == 0) {
                writer.commit();
            }
        }

        /** An archive that would be new and empty is not left behind, unless it is one of several parts. */
        @Override
        public void close() {
            if (writer.size() == 0 && !evenEmpty) {
                writer.abandon();
            } else {
                writer.close();
            }
        }
    }
}
