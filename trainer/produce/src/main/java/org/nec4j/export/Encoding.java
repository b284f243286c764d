package org.nec4j.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Place;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.AtomicFile;
import org.nec4j.data.Box;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.Sample;
import org.nec4j.data.Sidecar;
import org.nec4j.data.TileGrid;
import org.nec4j.geo.Gazetteer;
import org.nec4j.progress.Console;

/** The verb {@code encode}: image files to {@code .nemb} files, or into an archive or a table. */
public final class Encoding {
    static final int BATCH = 32;

    private final Codec codec;
    private final EncodingPlan plan;
    private final PlanImages images;
    private final Optional<Gazetteer> gazetteer;
    private final Console console;

    private Encoding(
            Codec codec, EncodingPlan plan, PlanImages images, Optional<Gazetteer> gazetteer, Console console) {
        this.codec = codec;
        this.plan = plan;
        this.images = images;
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
        return encode(
                new Job(codecFile, CodingPoint.UNASKED, sources, output, Shard.WHOLE, Scenes.WHOLE, false),
                console,
                () -> false);
    }

    /**
     * What is to be encoded, and into what.
     *
     * @param codecFile the codec, with its encoder
     * @param point     at which a layered codec encodes
     * @param sources   image files, and folders of them
     * @param output    a folder, an archive or a table, by its name
     * @param shard     whose images or tiles are encoded. An archive or table is then this shard's part of the output, {@link Shard#part}, and an archive
     *     is there even where no image is the shard's, so that whoever joins them knows that none is missing
     * @param scenes    whether images are cut, into tiles whose keys are the image's and {@code /ROW_COLUMN}, and what of their geography is kept
     * @param pooled    whether a table has pooled vectors
     */
    public record Job(
            Path codecFile,
            CodingPoint point,
            List<Path> sources,
            Path output,
            Shard shard,
            Scenes scenes,
            boolean pooled) {
        public Job {
            if (pooled && !TableFormat.isTable(output)) {
                throw new UserException(output + ": pooled vectors are written into tables (.parquet) alone");
            }
        }

        /** Where it goes: a shard's part of an archive or a table, else the output itself. */
        public Path target() {
            return TableFormat.isTable(output) || ArchiveKeys.isArchive(output) ? shard.part(output) : output;
        }

        private Job into(Path another) {
            return new Job(codecFile, point, sources, another, shard, scenes, false);
        }
    }

    /**
     * As above, until it is asked to stop. A table is written when all is encoded; until then what is done lies in an archive beside it, so that it goes
     * on there when it is run again.
     *
     * @param stop asked before every batch; what is encoded by then is kept
     */
    public static Written encode(Job job, Console console, BooleanSupplier stop) {
        if (!TableFormat.isTable(job.output())) {
            return direct(job, console, stop);
        }
        TableFormat.installed();
        Path table = job.target();
        if (Files.exists(table)) {
            throw new UserException(
                    table + ": is there already, and a table cannot be added to; remove it, or encode into an"
                            + " archive (.nema) and export that");
        }
        Path whole = job.output().resolveSibling(job.output().getFileName() + ".nema");
        Path archive = job.shard().part(whole);
        Written written = direct(job.into(whole), console, stop);
        if (written.missing() == 0 && Files.exists(archive)) {
            Tabling.export(archive, Optional.of(job.codecFile()), job.pooled(), table, console);
            AtomicFile.delete(archive);
        }
        return written;
    }

    private static Written direct(Job job, Console console, BooleanSupplier stop) {
        Dataset images = ImageFolder.unlabelled("the images to encode", job.sources());
        images.tellLeftOut(console::say);
        Scenes scenes = job.scenes();
        Optional<Sidecar> sidecar = scenes.sidecar().map(Sidecar::read);
        Gazetteer gazetteer = new Gazetteer(sidecar);
        if (scenes.geography() == Scenes.Geography.REQUIRED) {
            images.samples().forEach(sample -> require(gazetteer, sample));
        }
        boolean isKept = scenes.geography() != Scenes.Geography.NONE
                && (scenes.tiles().isPresent()
                        || sidecar.isPresent()
                        || images.samples().stream().anyMatch(gazetteer::knows));
        Embedder embedder;
        Codec unasked;
        int most;
        if (GreyImages.areOf(job.codecFile())) {
            GreyImages grey = GreyImages.of(job.codecFile());
            embedder = grey;
            unasked = grey.sensor().codec();
            most = 1;
        } else {
            ImageEncoder encoder = ImageEncoder.open(job.codecFile());
            embedder = encoder.embedder();
            unasked = encoder.codec();
            most = encoder.sampled();
        }
        if (job.point().isAsked()) {
            unasked.requireLayers();
        }
        EncodingPlan plan = EncodingPlan.of(images, embedder.preprocessing(), scenes, job.output(), console);
        try (PlanImages pixels = new PlanImages(plan, embedder, console)) {
            Codec codec = job.point().of(unasked, () -> pixels.sample(most));
            job.point().tell(codec, console);
            if (ArchiveKeys.isArchive(job.output())) {
                ArchivedPoints.others(job.target(), codec).ifPresent(console::say);
            }
            plan.items().keySet().removeIf(key -> !job.shard().has(key));
            sidecar.ifPresent(rows -> {
                images.samples().forEach(sample -> rows.of(sample.key()));
                if (rows.unused() > 0) {
                    console.say(scenes.sidecar().get() + ": " + rows.unused() + " lines are of no image here.");
                }
            });
            try (EmbeddingSink sink = EmbeddingSink.of(
                    job.output(), job.shard(), codec, plan.items().keySet(), isKept)) {
                boolean takes = isKept && takesPlaces(sink, job.output(), scenes, console);
                return new Encoding(codec, plan, pixels, takes ? Optional.of(gazetteer) : Optional.empty(), console)
                        .write(sink, stop, job.shard().count() == 1 ? Optional.of(job.output()) : Optional.empty());
            }
        }
    }

    /**
     * Whole images by the keys of their embeddings, in their order, for whoever shares out the work by itself.
     *
     * @throws UserException where two would have one key
     */
    public static Map<String, Sample> byKey(Dataset images, Preprocessing preprocessing, Path output, Console console) {
        Map<String, Sample> samples = new LinkedHashMap<>();
        EncodingPlan.of(images, preprocessing, Scenes.WHOLE, output, console)
                .items()
                .forEach((key, item) -> samples.put(key, item.sample()));
        return samples;
    }

    /** Whether an archive of these images, none of them cut, keeps places: where one of them says where it lies. */
    public static boolean keepsPlaces(Dataset images) {
        return images.samples().stream().anyMatch(new Gazetteer(Optional.empty())::knows);
    }

    /**
     * Encodes whole images into a new archive: to the byte what a {@link Shard}'s process writes for those that are its own.
     *
     * @param images     by key
     * @param withPlaces what {@link #keepsPlaces} says of all images of the job
     */
    public static Written part(ImageEncoder encoder, Map<String, Sample> images, boolean withPlaces, Path archive) {
        Console console = Console.silent();
        Optional<Gazetteer> gazetteer = withPlaces ? Optional.of(new Gazetteer(Optional.empty())) : Optional.empty();
        EncodingPlan plan = EncodingPlan.ofKeys(images, encoder.preprocessing());
        try (PlanImages pixels = new PlanImages(plan, encoder.embedder(), console);
                EmbeddingSink sink = EmbeddingSink.part(archive, encoder.codec(), withPlaces)) {
            return new Encoding(encoder.codec(), plan, pixels, gazetteer, console)
                    .write(sink, () -> false, Optional.empty());
        }
    }

    private static void require(Gazetteer gazetteer, Sample sample) {
        if (!gazetteer.isOnTheEarth(sample)) {
            throw new UserException(sample.path()
                    + ": states no coordinate reference system with a transform that is known, and geography is"
                    + " required; state them in a table (--sidecar), or take --geography auto");
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

    /** @param whole where all that is encoded goes; nothing where others have a share in it, so that this one may be empty */
    private Written write(EmbeddingSink sink, BooleanSupplier stop, Optional<Path> whole) {
        List<String> absent =
                plan.items().keySet().stream().filter(key -> !sink.holds(key)).toList();
        int before = plan.items().size() - absent.size();
        List<String> keys = plan.valid(absent, console);
        if (keys.isEmpty()) {
            if (before == 0 && whole.isPresent()) {
                throw plan.noneIsValid(whole.get());
            }
            return new Written(0, 0, before, 0);
        }
        long[] bytes = {0};
        int done = images.embed(keys, stop, (key, embedding) -> {
            byte[] stream = codec.encode(embedding);
            sink.add(key, stream, place(plan.items().get(key)));
            bytes[0] += stream.length;
        });
        return new Written(done, bytes[0], before, keys.size() - done);
    }

    /** The whole of a tile; of an image that is not cut the part that the model sees. */
    private Optional<Place> place(EncodingPlan.Item item) {
        if (gazetteer.isEmpty() || item.tile().isEmpty() && !gazetteer.get().knows(item.sample())) {
            return Optional.empty();
        }
        int width = images.width(item);
        int height = images.height(item);
        if (item.tile().isPresent()) {
            TileGrid.Tile tile = item.tile().get();
            Place.Window window = new Place.Window(
                    tile.box().left(),
                    tile.box().top(),
                    tile.box().width(),
                    tile.box().height());
            return Optional.of(gazetteer.get().place(item.sample(), width, height, window));
        }
        Box seen = images.preprocessing().size().middle(width, height);
        Place.Window window = new Place.Window(seen.left(), seen.top(), seen.width(), seen.height());
        return Optional.of(gazetteer.get().place(item.sample(), width, height, window));
    }
}
