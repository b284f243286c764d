package org.nec4j.export;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.nec4j.codec.error.UserException;
import org.nec4j.data.Dataset;
import org.nec4j.data.ImageFolder;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Sample;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code encode}: image files to {@code .nemb} files, or into an archive. */
public final class Encoding {
    private static final int BATCH = 32;

    private Encoding() {}

    /**
     * What was written.
     *
     * @param images number of images that were encoded
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
        return encode(codecFile, CodingPoint.UNASKED, sources, output, Shard.WHOLE, console, () -> false);
    }

    /**
     * As above, of those images whose keys are a shard's, until it is asked to stop. An archive is then this shard's part of the output,
     * {@link Shard#part}, and is there even where no image is the shard's, so that whoever joins them knows that none is missing.
     *
     * @param point at which a layered codec encodes
     * @param stop asked before every batch; what is encoded by then is kept
     */
    public static Written encode(
            Path codecFile,
            CodingPoint point,
            List<Path> sources,
            Path output,
            Shard shard,
            Console console,
            BooleanSupplier stop) {
        Dataset images = ImageFolder.unlabelled("the images to encode", sources);
        images.tellLeftOut(console::say);
        Map<String, Sample> byKey = byKey(images, output);
        byKey.keySet().removeIf(key -> !shard.has(key));
        ImageEncoder encoder = ImageEncoder.open(codecFile).at(point);
        encoder.codec()
                .point()
                .filter(words -> point.isAsked())
                .ifPresent(words -> console.say("Encoding with " + words + "."));
        try (EmbeddingSink sink = EmbeddingSink.of(output, shard, encoder.codec(), byKey.keySet())) {
            List<String> keys =
                    byKey.keySet().stream().filter(key -> !sink.holds(key)).toList();
            Dataset missing = new Dataset(
                    images.name(),
                    images.classes(),
                    keys.stream().map(byKey::get).toList());
            if (keys.isEmpty()) {
                return new Written(0, 0, byKey.size(), 0);
            }
            long[] bytes = {0};
            int done;
            try (Progress progress = console.progress("encoding", keys.size(), "images")) {
                ImageSource pixels = encoder.preprocessing().images(missing);
                done = encoder.embedder().embedUntil(stop, pixels, BATCH, progress, (embedding, index) -> {
                    byte[] stream = encoder.codec().encode(embedding);
                    sink.add(keys.get(index), stream);
                    bytes[0] += stream.length;
                });
            }
            return new Written(done, bytes[0], byKey.size() - keys.size(), keys.size() - done);
        }
    }

    private static Map<String, Sample> byKey(Dataset images, Path output) {
        Map<String, Sample> byKey = new LinkedHashMap<>();
        for (Sample sample : images.samples()) {
            String key = ArchiveKeys.ofImage(sample.key());
            Sample other = byKey.putIfAbsent(key, sample);
            if (other != null) {
                throw new UserException(other.path() + " and " + sample.path() + " would both be written to " + output
                        + " as " + key + "; encode them into different folders");
            }
        }
        return byKey;
    }
}
