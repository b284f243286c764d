package org.nec4j.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.data.Sidecar;
import org.nec4j.data.TileGrid;
import org.nec4j.data.TileImages;
import org.nec4j.geo.Gazetteer;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code encode}: image files to {@code .nemb} files, or into an archive. */
public final class Encoding {
    private static final int BATCH = 32;

    private final ImageEncoder encoder;
    private final Scenes scenes;
    private final Optional<Gazetteer> gazetteer;
    private final Console console;

    private Encoding(ImageEncoder encoder, Scenes scenes, Optional<Gazetteer> gazetteer, Console console) {
        this.encoder = encoder;
        this.scenes = scenes;
        this.gazetteer = gazetteer;
        this.console = console;
    }

    /**
     * What was written.
     *
     * @param images number of images, or tiles of them, that were encoded
     * @param bytes  all their bytes
     * @param before images that an archive held already and that were passed over
     * @param missing images that were not reached because it was asked to stop
     */
    public record Written(int images, long bytes, int before, int missing) {}

    /**
     * Encodes image files, and those below folders, each under its name and its place below the folder it was found in: into one file of
     * the output folder, or into the archive that the output is if its name ends in {@code .nema}. What an archive holds already is not
     * encoded again, so a run that was interrupted can be run again.
     *
     * @throws UserException where there is no image, two would be written under one name, or one cannot be read
     */
    public static Written encode(Path codecFile, List<Path> sources, Path output, Console console) {
        return encode(codecFile, CodingPoint.UNASKED, sources, output, Shard.WHOLE, Scenes.WHOLE, console, () -> false);
    }

    /**
     * As above, of those images or tiles whose keys are a shard's, until it is asked to stop. An archive is then this shard's part of the output,
     * {@link Shard#part}, and is there even where no image is the shard's, so that whoever joins them knows that none is missing.
     *
     * @param point  at which a layered codec encodes
     * @param scenes whether images are cut, into tiles whose keys are the image's and {@code /ROW_COLUMN}, and what of their geography is kept
     * @param stop   asked before every batch; what is encoded by then is kept
     */
    public static Written encode(
            Path codecFile,
            CodingPoint point,
            List<Path> sources,
            Path output,
            Shard shard,
            Scenes scenes,
            Console console,
            BooleanSupplier stop) {
        Dataset images = ImageFolder.unlabelled("the images to encode", sources);
        images.tellLeftOut(console::say);
        Optional<Sidecar> sidecar = scenes.sidecar().map(Sidecar::read);
        Gazetteer gazetteer = new Gazetteer(sidecar);
        if (scenes.geography() == Scenes.Geography.REQUIRED) {
            images.samples().forEach(sample -> require(gazetteer, sample));
        }
        boolean isKept = scenes.geography() != Scenes.Geography.NONE
                && (scenes.tiles().isPresent()
                        || sidecar.isPresent()
                        || images.samples().stream().anyMatch(gazetteer::knows));
        ImageEncoder encoder = ImageEncoder.open(codecFile).at(point);
        encoder.codec()
                .point()
                .filter(words -> point.isAsked())
                .ifPresent(words -> console.say("Encoding with " + words + "."));
        EncodingPlan plan = EncodingPlan.of(images, encoder.preprocessing(), scenes, output, console);
        plan.items().keySet().removeIf(key -> !shard.has(key));
        sidecar.ifPresent(rows -> {
            images.samples().forEach(sample -> rows.of(sample.key()));
            if (rows.unused() > 0) {
                console.say(scenes.sidecar().get() + ": " + rows.unused() + " lines are of no image here.");
            }
        });
        try (EmbeddingSink sink =
                EmbeddingSink.of(output, shard, encoder.codec(), plan.items().keySet(), isKept)) {
            boolean takes = isKept && takesPlaces(sink, output, scenes, console);
            return new Encoding(encoder, scenes, takes ? Optional.of(gazetteer) : Optional.empty(), console)
                    .write(plan, sink, stop);
        }
    }

    private static void require(Gazetteer gazetteer, Sample sample) {
        if (!gazetteer.isOnTheEarth(sample)) {
            throw new UserException(sample.path()
                    + ": states no coordinate reference system with a transform that is known, and geography is required;"
                    + " state them in a table (--sidecar), or take --geography auto");
        }
    }

    private static boolean takesPlaces(EmbeddingSink sink, Path output, Scenes scenes, Console console) {
        if (sink.takesPlaces()) {
            return true;
        }
        String problem = output + ": was made without places, so where images lie is not kept";
        if (scenes.geography() == Scenes.Geography.REQUIRED || scenes.sidecar().isPresent()) {
            throw new UserException(problem + "; encode into a new archive");
        }
        console.say(problem + "; a new archive would.");
        return false;
    }

    private Written write(EncodingPlan plan, EmbeddingSink sink, BooleanSupplier stop) {
        List<String> absent =
                plan.items().keySet().stream().filter(key -> !sink.holds(key)).toList();
        int before = plan.items().size() - absent.size();
        List<String> keys = plan.valid(absent, console);
        if (keys.isEmpty()) {
            return new Written(0, 0, before, 0);
        }
        List<EncodingPlan.Item> items = keys.stream().map(plan.items()::get).toList();
        long[] bytes = {0};
        int done;
        Preprocessing preprocessing = encoder.preprocessing();
        try (TileImages tiles = tiles(items);
                Progress progress =
                        console.progress("encoding", keys.size(), scenes.tiles().isPresent() ? "tiles" : "images")) {
            ImageSource source = scenes.tiles().isPresent() ? tiles : preprocessing.images(whole(items));
            WatchedImages pixels = new WatchedImages(source, preprocessing.side(), console);
            done = encoder.embedder().embedUntil(stop, pixels, BATCH, progress, (embedding, index) -> {
                byte[] stream = encoder.codec().encode(embedding);
                sink.add(keys.get(index), stream, place(items.get(index), pixels, index));
                bytes[0] += stream.length;
            });
        }
        return new Written(done, bytes[0], before, keys.size() - done);
    }

    private TileImages tiles(List<EncodingPlan.Item> items) {
        List<TileImages.Tile> tiles = items.stream()
                .flatMap(item -> item.tile().map(tile -> new TileImages.Tile(item.sample(), tile)).stream())
                .toList();
        return new TileImages(
                tiles, encoder.preprocessing().bands(), encoder.preprocessing().meanColours());
    }

    private static Dataset whole(List<EncodingPlan.Item> items) {
        return new Dataset(
                "the images to encode",
                List.of(),
                items.stream().map(EncodingPlan.Item::sample).toList());
    }

    /** The whole of a tile; of an image that is not cut the square that the model sees. */
    private Optional<Place> place(EncodingPlan.Item item, WatchedImages pixels, int index) {
        if (gazetteer.isEmpty() || item.tile().isEmpty() && !gazetteer.get().knows(item.sample())) {
            return Optional.empty();
        }
        int width = pixels.width(index);
        int height = pixels.height(index);
        if (item.tile().isPresent()) {
            TileGrid.Tile tile = item.tile().get();
            Place.Window window = new Place.Window(
                    tile.box().left(),
                    tile.box().top(),
                    tile.box().width(),
                    tile.box().height());
            return Optional.of(gazetteer.get().place(item.sample(), width, height, window));
        }
        int side = Math.min(width, height);
        Place.Window window = new Place.Window((width - side) / 2, (height - side) / 2, side, side);
        return Optional.of(gazetteer.get().place(item.sample(), width, height, window));
    }
}
