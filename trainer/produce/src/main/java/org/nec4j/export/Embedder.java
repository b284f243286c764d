package org.nec4j.export;

import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import org.nec4j.codec.Embedding;
import org.nec4j.data.ImageSource;
import org.nec4j.progress.Progress;

/** What makes embeddings of images. */
interface Embedder {
    /** How images become its input. */
    Preprocessing preprocessing();

    /**
     * Embeds every image once, in order, until {@code stop} says so, which is asked before every batch.
     *
     * @param batch    images at a time
     * @param progress told how many images are done
     * @param each     given every embedding with its image's index
     * @return how many images were embedded
     */
    int embedUntil(
            BooleanSupplier stop, ImageSource images, int batch, Progress progress, ObjIntConsumer<Embedding> each);
}
