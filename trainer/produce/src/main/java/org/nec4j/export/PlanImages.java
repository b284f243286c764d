package org.nec4j.export;

import java.io.Closeable;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.nec4j.codec.Embedding;
import org.nec4j.data.Dataset;
import org.nec4j.data.SubsetImages;
import org.nec4j.data.TileImages;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The images of a plan, whole or in tiles, and what is embedded of them. Not safe for use by two threads. */
final class PlanImages implements Closeable {
    private static final int BATCH = Encoding.BATCH;

    private final EncodingPlan plan;
    private final Preprocessing preprocessing;
    private final TileImages tiles;
    private final WatchedImages pixels;
    private final SampledImages embeddings;
    private final String unit;
    private final Console console;

    /** Of all that the plan has now, of which parts may be taken away afterwards. */
    PlanImages(EncodingPlan plan, Embedder embedder, Console console) {
        this.plan = plan;
        this.preprocessing = embedder.preprocessing();
        Collection<EncodingPlan.Item> items = plan.items().values();
        List<TileImages.Tile> cut = items.stream()
                .flatMap(item -> item.tile().map(tile -> new TileImages.Tile(item.sample(), tile)).stream())
                .toList();
        this.tiles = new TileImages(cut, preprocessing.bands(), preprocessing.meanColours());
        this.pixels = new WatchedImages(
                plan.isCut() ? tiles : preprocessing.images(whole(items)), preprocessing.size(), console);
        this.embeddings = new SampledImages(embedder, pixels);
        this.unit = plan.isCut() ? "tiles" : "images";
        this.console = console;
    }

    /**
     * Embeddings of images evenly spread over a plan's, those of all shards and those that were encoded before among them: what an
     * interrupted job or another shard goes by, too.
     */
    List<Embedding> sample(int most) {
        List<String> all = List.copyOf(plan.items().keySet());
        List<String> spread = IntStream.of(SubsetImages.spread(all.size(), most))
                .mapToObj(all::get)
                .toList();
        List<String> keys = plan.valid(spread, Console.silent());
        try (Progress progress = console.progress("choosing the step", keys.size(), unit)) {
            return embeddings.sample(indices(keys), BATCH, progress);
        }
    }

    /**
     * Embeds the images of these keys, each once, in their order, until {@code stop} says so, which is asked before every batch.
     *
     * @param keys in the plan's order
     * @return how many
     */
    int embed(List<String> keys, BooleanSupplier stop, BiConsumer<String, Embedding> each) {
        try (Progress progress = console.progress("encoding", keys.size(), unit)) {
            return embeddings.embedUntil(
                    stop,
                    indices(keys),
                    BATCH,
                    progress,
                    (embedding, place) -> each.accept(keys.get(place), embedding));
        }
    }

    /** How images become the embedder's input. */
    Preprocessing preprocessing() {
        return preprocessing;
    }

    /** Pixels a row of an image that was embedded. */
    int width(EncodingPlan.Item item) {
        return pixels.width(item.index());
    }

    /** Rows of an image that was embedded. */
    int height(EncodingPlan.Item item) {
        return pixels.height(item.index());
    }

    @Override
    public void close() {
        tiles.close();
    }

    private int[] indices(List<String> keys) {
        return keys.stream().mapToInt(key -> plan.items().get(key).index()).toArray();
    }

    private static Dataset whole(Collection<EncodingPlan.Item> items) {
        return new Dataset(
                "the images to encode",
                List.of(),
                items.stream().map(EncodingPlan.Item::sample).toList());
    }
}
