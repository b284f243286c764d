package org.nec4j.export;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.data.ImageSource;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * Encodes images into an archive, for whoever shares out the work by itself, such as a cluster's scheduler.
 * An archive of a shard's images in their order holds, to the byte, what {@link Encoding} writes for that {@link Shard}.
 */
public final class PartEncoding implements Closeable {
    private final ImageEncoder encoder;
    private final EmbeddingSink sink;
    private int images;
    private long bytes;

    private PartEncoding(ImageEncoder encoder, EmbeddingSink sink) {
        this.encoder = encoder;
        this.sink = sink;
    }

    /** Makes the archive, or goes on with the one that is there; throws UserException where that cannot be. */
    public static PartEncoding open(Path archive, ImageEncoder encoder) {
        return new PartEncoding(encoder, EmbeddingSink.part(archive, encoder.codec(), false));
    }

    /**
     * Encodes these.
     *
     * @param keys   of their embeddings, one an image
     * @throws org.nec4j.codec.error.UserException where an image cannot be read or a key is taken or none
     */
    public void add(List<String> keys, ImageSource pixels, Console console) {
        try (Progress progress = console.progress("encoding", keys.size(), "images")) {
            encoder.embed(pixels, Encoding.BATCH, progress, (embedding, index) -> {
                byte[] stream = encoder.codec().encode(embedding);
                sink.add(keys.get(index), stream, Optional.empty());
                images++;
                bytes += stream.length;
            });
        }
    }

    /** Whether the archive has this key. */
    public boolean holds(String key) {
        return sink.holds(key);
    }

    /** Images encoded so far. */
    public int images() {
        return images;
    }

    /** Bytes of their streams. */
    public long bytes() {
        return bytes;
    }

    /** Finishes the archive, which may hold nothing. */
    @Override
    public void close() {
        sink.close();
    }
}
