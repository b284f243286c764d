package org.nec4j.export;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.nec4j.codec.Embedding;
import org.nec4j.data.Batch;
import org.nec4j.data.Batches;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Prefetcher;
import org.nec4j.progress.Progress;
import org.nec4j.vit.EmbeddingNetwork;

/**
 * Images to embeddings. Not safe for use by two threads.
 *
 * @param encoder       the network
 * @param preprocessing how images become its input
 */
public record ImageEmbedder(EmbeddingNetwork encoder, Preprocessing preprocessing) implements Embedder {
    /**
     * Embeds every image once, in order.
     *
     * @param batch    images at a time
     * @param progress told how many images are done
     * @param each     given every embedding with its image's index
     */
    public void embed(ImageSource images, int batch, Progress progress, ObjIntConsumer<Embedding> each) {
        embedUntil(() -> false, images, batch, progress, each);
    }

    /** The numbers of every image's embedding, in order. */
    public List<float[]> values(ImageSource images, int batch, Progress progress) {
        List<float[]> values = new ArrayList<>(images.size());
        embed(images, batch, progress, (embedding, index) -> values.add(embedding.values()));
        return values;
    }

    @Override
    public int embedUntil(
            BooleanSupplier stop, ImageSource images, int batch, Progress progress, ObjIntConsumer<Embedding> each) {
        Batches batches = Batches.evaluation(images, preprocessing.transform(), preprocessing.normalization(), batch);
        int done = 0;
        try (Prefetcher ahead = new Prefetcher(batches, 0, batches.perEpoch(), 1, 2)) {
            while (ahead.hasNext() && !stop.getAsBoolean()) {
                Batch next = ahead.next();
                for (float[] values : encoder.embed(next.pixels())) {
                    each.accept(new Embedding(encoder.tokens(), encoder.width(), values), done++);
                }
                progress.at(done);
            }
        }
        return done;
    }
}
