package org.nec4j.export;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.ObjIntConsumer;
import java.util.stream.IntStream;
import org.nec4j.codec.Embedding;
import org.nec4j.data.ImageSource;
import org.nec4j.data.SubsetImages;
import org.nec4j.progress.Progress;

/**
 * Images to embed, a sample of which is embedded first, as a step is chosen on it: embeddings of the sample are kept until all are asked
 * for, and not made again. Not safe for use by two threads.
 */
final class SampledImages {
    private final Embedder embedder;
    private final ImageSource images;
    private final Map<Integer, Embedding> kept = new HashMap<>();

    SampledImages(Embedder embedder, ImageSource images) {
        this.embedder = embedder;
        this.images = images;
    }

    /** Whether these are the images. */
    boolean areOf(ImageSource others) {
        return images == others;
    }

    /** Embeds the images of these indices, in their order. */
    List<Embedding> sample(int[] chosen, int batch, Progress progress) {
        List<Embedding> sample = new ArrayList<>();
        embedder.embedUntil(() -> false, new SubsetImages(images, chosen), batch, progress, (embedding, place) -> {
            kept.put(chosen[place], embedding);
            sample.add(embedding);
        });
        return sample;
    }

    /**
     * As {@link Embedder#embedUntil}, of the images of these indices; what was kept is let go of, that of other images too.
     *
     * @param chosen ascending
     * @param each   given every embedding with its place in {@code chosen}
     */
    int embedUntil(BooleanSupplier stop, int[] chosen, int batch, Progress progress, ObjIntConsumer<Embedding> each) {
        int[] others =
                IntStream.of(chosen).filter(index -> !kept.containsKey(index)).toArray();
        InOrder all = new InOrder(chosen, each);
        all.handOnKept();
        Progress ofAll = new Progress() {
            @Override
            public void at(double done, String detail) {
                progress.at(all.done, detail);
            }

            @Override
            public void close() {}
        };
        embedder.embedUntil(
                stop, new SubsetImages(images, others), batch, ofAll, (embedding, place) -> all.handOn(embedding));
        kept.clear();
        return all.done;
    }

    /** Kept and new embeddings in one order. */
    private final class InOrder {
        private final int[] chosen;
        private final ObjIntConsumer<Embedding> each;
        private int done;

        InOrder(int[] chosen, ObjIntConsumer<Embedding> each) {
            this.chosen = chosen;
            this.each = each;
        }

        /** A new one, and what is kept of the images that follow. */
        void handOn(Embedding made) {
            each.accept(made, done++);
            handOnKept();
        }

        void handOnKept() {
            while (done < chosen.length && kept.containsKey(chosen[done])) {
                each.accept(kept.remove(chosen[done]), done++);
            }
        }
    }
}
