package org.nec4j.produce;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;

/**
 * Images to coded bytes, for a program that embeds it: a server, a task of Spark, a notebook. It needs a codec file with its image encoder
 * ({@code nec4j export} or {@code nec4j fit} writes one) and no settings.
 *
 * <pre>
 *   Producer producer = Producer.open(Path.of("codec.nec"));
 *   byte[] stream = producer.encode(Files.readAllBytes(Path.of("tile.jpg")));     // what a .nemb file holds
 * </pre>
 *
 * <p>Safe for use by several threads, which take turns: the kernels use all threads that {@code nec4j.threads} allows for one batch, so
 * batches are the way to speed. The same image gives the same bytes in whatever batch it comes.
 */
public final class Producer {
    private static final int BATCH = 32;

    private final ImageEncoder encoder;

    private Producer(ImageEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Opens a codec file.
     *
     * @throws org.nec4j.codec.error.UserException if it cannot be read, is damaged, or holds no image encoder
     */
    public static Producer open(Path codec) {
        return new Producer(ImageEncoder.open(codec));
    }

    /** As {@link #open}, for a codec file's content; {@code name} stands for it in messages. */
    public static Producer of(byte[] codec, String name) {
        return new Producer(ImageEncoder.of(codec, name));
    }

    /** What decodes the streams, and says what the codec is. */
    public Codec codec() {
        return encoder.codec();
    }

    /**
     * Encodes one image.
     *
     * @param image content of an image file of the kinds that {@code nec4j encode} reads, recognized by content: JPEG, PNG, TIFF; for a codec
     *     of bands GeoTIFF and {@code .npy}, too
     * @return one embedding's stream, as a {@code .nemb} file holds it
     * @throws org.nec4j.codec.error.UserException if the image cannot be read, or is not what the codec takes
     */
    public byte[] encode(byte[] image) {
        return encode(List.of(image)).get(0);
    }

    /**
     * Encodes images, in order.
     *
     * @return a stream an image
     * @throws org.nec4j.codec.error.UserException as {@link #encode(byte[])}, the message naming the image by its place, from 0
     */
    public List<byte[]> encode(List<byte[]> images) {
        List<byte[]> streams = new ArrayList<>(images.size());
        embed(images).forEach(embedding -> streams.add(encoder.codec().encode(embedding)));
        return streams;
    }

    /** The images' embeddings as they leave the encoder, before any quantization, in order. */
    public synchronized List<Embedding> embed(List<byte[]> images) {
        List<Embedding> embeddings = new ArrayList<>(images.size());
        encoder.embed(
                encoder.preprocessing().images(List.copyOf(images)),
                BATCH,
                Console.silent().progress("", images.size(), "images"),
                (embedding, index) -> embeddings.add(embedding));
        return embeddings;
    }
}
