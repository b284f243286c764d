package org.nec4j.export;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.data.ImageSource;
import org.nec4j.progress.Console;

/**
 * Encodes images whose files are in memory into a new archive, for whoever shares out the work by itself, such as a cluster's scheduler.
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

    /** Makes the archive; throws UserException where that cannot be. */
    public static PartEncoding create(Path archive, ImageEncoder encoder) {
        return new PartEncoding(encoder, EmbeddingSink.part(archive, encoder.codec(), false));
    }

    /**
     * Encodes these.
     *
     * @param keys of their embeddings, one an image
     * @throws org.nec4j.codec.error.UserException where an image cannot be read or a key is taken or none
     */
    public void add(List<String> keys, ImageSource pixels) {
        encoder.embed(
                pixels, Encoding.BATCH, Console.silent().progress("", keys.size(), "images"), (embedding, index) -> {
                    byte[] stream = encoder.codec().encode(embedding);
                    sink.add(keys.get(index), stream, Optional.empty());
                    images++;
                    bytes += stream.length;
                });
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
