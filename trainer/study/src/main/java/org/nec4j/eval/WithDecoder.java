package org.nec4j.eval;

import java.util.ArrayList;
import java.util.List;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;
import org.nec4j.vit.DecoderLayer;

/** Embeddings as the first layer of a masked autoencoder's decoder passes them on: what the paper calls "with decoder". */
public final class WithDecoder {
    private static final int BATCH = 64;

    private WithDecoder() {}

    /** Passes all three parts through the layer; the results have no cls token ({@link Pooling#ALL}). */
    public static Splits pass(DecoderLayer layer, Splits splits, Console console) {
        int total =
                splits.train().count() + splits.val().count() + splits.test().count();
        try (Progress progress = console.progress("decoder layer", total, "images")) {
            int[] done = {0};
            return splits.map(part -> pass(layer, part, progress, done));
        }
    }

    private static Embeddings pass(DecoderLayer layer, Embeddings part, Progress progress, int[] done) {
        List<float[]> values = new ArrayList<>(part.count());
        for (int from = 0; from < part.count(); from += BATCH) {
            List<float[]> batch = part.values().subList(from, Math.min(from + BATCH, part.count()));
            values.addAll(layer.pass(batch));
            done[0] += batch.size();
            progress.at(done[0]);
        }
        return new Embeddings(layer.tokens(), layer.dim(), values, part.labels());
    }
}
