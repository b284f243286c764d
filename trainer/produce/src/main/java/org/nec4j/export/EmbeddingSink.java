package org.nec4j.export;

import java.io.Closeable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nec4j.codec.ArchiveWriter;
import org.nec4j.codec.Codec;
import org.nec4j.codec.io.AtomicFile;

/** Where coded embeddings go: into a folder of {@code .nemb} files, or into an archive. */
interface EmbeddingSink extends Closeable {
    /** Whether this one is there already and need not be made again. */
    boolean holds(String key);

    void add(String key, byte[] stream);

    @Override
    void close();

    /** An archive if {@code output} is named like one, else a folder. */
    static EmbeddingSink of(Path output, Codec codec) {
        return ArchiveKeys.isArchive(output) ? new IntoArchive(output, codec) : new IntoFolder(output);
    }

    /** One file an embedding; what is there is replaced. */
    record IntoFolder(Path folder) implements EmbeddingSink {
        @Override
        public boolean holds(String key) {
            return false;
        }

        @Override
        public void add(String key, byte[] stream) {
            AtomicFile.write(folder.resolve(key + ArchiveKeys.FILE_ENDING), stream);
        }

        @Override
        public void close() {
            // Every file is whole as soon as it is there.
        }
    }

    /** Appends; commits now and then, so that little is lost when a long run is interrupted. */
    final class IntoArchive implements EmbeddingSink {
        private static final int COMMIT_EVERY = 256;

        private final boolean fresh;
        private final Path file;
        private final ArchiveWriter writer;
        private int added;

        IntoArchive(Path file, Codec codec) {
            this.fresh = !Files.exists(file);
            this.file = file;
            this.writer = ArchiveWriter.open(file, codec.digest());
        }

        @Override
        public boolean holds(String key) {
            return writer.contains(key);
        }

        @Override
        public void add(String key, byte[] stream) {
            writer.add(key, stream);
            if (++added % COMMIT_EVERY == 0) {
                writer.commit();
            }
        }

        @Override
        public void close() {
            writer.close();
            if (fresh && added == 0) {
                AtomicFile.delete(file);
            }
        }
    }
}
