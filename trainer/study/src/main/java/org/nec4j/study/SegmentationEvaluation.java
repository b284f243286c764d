package org.nec4j.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.eval.Splits;
import org.nec4j.eval.SummaryStatistics;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.segment.SegmentationResult;
import org.nec4j.segment.SegmentationScores;

/** The verb {@code eval} for pixels: what a codec's real bytes are worth to a segmentation head, beside the embedding it was given. */
public final class SegmentationEvaluation {
    /** Heads for pixels. */
    public enum PixelHead {
        /** The published neck and heads, trained. */
        SEGMENTATION,
        /** Ridge regression, without a seed. */
        RIDGE;

        /** The head of this name on the command line; nothing for heads of whole images. */
        public static Optional<PixelHead> named(String name) {
            return Arrays.stream(values())
                    .filter(head -> head.word().equalsIgnoreCase(name))
                    .findFirst();
        }

        /** Its name. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int BATCH = 32;

    private SegmentationEvaluation() {}

    /**
     * What was measured on the test images.
     *
     * @param dataset          the data set
     * @param head             the head
     * @param accuracy         overall pixel accuracy
     * @param meanIou          mean intersection over union
     * @param classes          scores of each class, of the first seed
     * @param images           number of test images
     * @param tiles            number of their tiles
     * @param meanBytesPerTile of a stream
     * @param codecDigest      which codec it was
     * @param rates            of a test image, all its tiles together, from the estimate in training to their files
     */
    public record Evaluated(
            String dataset,
            String head,
            Score accuracy,
            Score meanIou,
            List<ClassScores> classes,
            int images,
            int tiles,
            double meanBytesPerTile,
            String codecDigest,
            Rates rates) {
        /** Bytes of the streams of all tiles of an image, headers and checksums included. */
        public double meanBytesPerImage() {
            return rates.fileBytes();
        }

        /** One line, and one a class, for people. */
        public String lines() {
            StringBuilder lines = new StringBuilder(String.format(
                    Locale.ROOT,
                    "%s, %s head: pixel accuracy %.2f %% (%.1f - %.1f), mIoU %.2f %% (%.1f - %.1f)%s at %.1f bytes an"
                            + " image (%.1f a tile) on %d test images of %.1f tiles; %.2f %% and %.2f %% on the"
                            + " uncompressed embedding%s",
                    dataset,
                    head,
                    100 * accuracy.decoded(),
                    100 * accuracy.interval().low(),
                    100 * accuracy.interval().high(),
                    100 * meanIou.decoded(),
                    100 * meanIou.interval().low(),
                    100 * meanIou.interval().high(),
                    counted(),
                    meanBytesPerImage(),
                    meanBytesPerTile,
                    images,
                    (double) tiles / images,
                    100 * accuracy.uncompressed(),
                    100 * meanIou.uncompressed(),
                    noise()));
            for (ClassScores one : classes) {
                lines.append(
                        Double.isNaN(one.iou)
                                ? String.format(Locale.ROOT, "%n  %s: no test pixel, and none predicted", one.name)
                                : String.format(
                                        Locale.ROOT,
                                        "%n  %s: IoU %.1f %%, F1 %.1f %%",
                                        one.name,
                                        100 * one.iou,
                                        100 * one.f1));
            }
            return lines.toString();
        }

        /** Says which differences the images do not tell: where the interval of a score holds that of the uncompressed embeddings. */
        private String noise() {
            boolean first = accuracy.isWithinNoise();
            boolean second = meanIou.isWithinNoise();
            if (first && second) {
                return ", differences within noise";
            }
            return first ? ", the first difference within noise" : second ? ", the second difference within noise" : "";
        }

        /** Says so where the mean is not over all classes: absent ones do not count, as in mmsegmentation and torchmetrics. */
        private String counted() {
            long counted =
                    classes.stream().filter(one -> !Double.isNaN(one.iou)).count();
            return counted == classes.size() ? "" : " over " + counted + " of " + classes.size() + " classes";
        }

        /** Writes all numbers as JSON, keys in snake case. */
        public void write(Path file) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("dataset", dataset);
            all.put("head", head);
            EvaluationJson.put(all, "accuracy", accuracy);
            EvaluationJson.put(all, "mean_iou", meanIou);
            all.put("classes", classes);
            all.put("images", images);
            all.put("tiles", tiles);
            all.put("mean_bytes_per_image", meanBytesPerImage());
            all.put("mean_bytes_per_tile", meanBytesPerTile);
            all.put("uncompressed_accuracy", accuracy.uncompressed());
            all.put("uncompressed_mean_iou", meanIou.uncompressed());
            all.put("codec_digest", codecDigest);
            all.put("rates", rates);
            EvaluationJson.write(all, file);
        }
    }

    /**
     * Scores of one class; not numbers where it is neither present nor predicted.
     *
     * @param name its name
     * @param iou  intersection over union
     * @param f1   F1
     */
    public record ClassScores(String name, double iou, double f1) {}

    /**
     * Encodes every tile of the data set to real bytes, decodes them, and trains and scores the head on what was decoded. Copies across
     * splits are refused or, where {@code copies} allows them, told. Throws
     * {@link org.nec4j.codec.error.UserException} where codec, images or masks cannot be used.
     */
    public static Evaluated evaluate(
            Path codecFile,
            Path datasetFile,
            SegmentationSettings settings,
            List<Long> seeds,
            DataSettings.Copies copies,
            Console console) {
        return evaluate(
                codecFile, CodingPoint.UNASKED, datasetFile, PixelHead.SEGMENTATION, settings, seeds, copies, console);
    }

    /** As above, at an operating point of a layered codec, by a head of one's choice. */
    public static Evaluated evaluate(
            Path codecFile,
            CodingPoint point,
            Path datasetFile,
            PixelHead head,
            SegmentationSettings settings,
            List<Long> seeds,
            DataSettings.Copies copies,
            Console console) {
        ImageEncoder opened = ImageEncoder.open(codecFile);
        DatasetDescription description = Configs.dataset(datasetFile).settings();
        OpenedSet set = OpenedSet.open(description);
        DataGuard.quick(description, set, copies).require(console);
        TiledSplits tiled =
                TiledSplits.of(description, set, opened.preprocessing().size(), settings);
        tiled.warnings().forEach(console::say);
        SplitImages tiles = tiled.tiles(tiled.pictures());
        ImageEncoder encoder = opened.at(point, tiles.test(), console);
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, tiles, BATCH, console);
        SegmentationJudge judge = new SegmentationJudge(tiled.task(), settings, Optional.empty(), seeds, console);
        SegmentationResult decoded = result(judge, head, coded.decoded(), encoder);
        SegmentationResult embedded = result(judge, head, coded.embedded(), encoder);
        Rates rates = coded.rates().ofWhole(tiled.task().testLabels().size());
        return new Evaluated(
                set.dataset().name(),
                head.word() + (settings.decoder() ? "+decoder" : ""),
                new Score(mean(decoded.accuracies()), decoded.accuracyInterval(), mean(embedded.accuracies())),
                new Score(mean(decoded.meanIous()), decoded.meanIouInterval(), mean(embedded.meanIous())),
                classes(tiled.task().classes(), decoded.first()),
                tiled.task().testLabels().size(),
                tiled.task().test().size(),
                coded.rates().fileBytes(),
                encoder.codec().digest(),
                rates);
    }

    private static SegmentationResult result(
            SegmentationJudge judge, PixelHead head, Splits seen, ImageEncoder encoder) {
        return switch (head) {
            case SEGMENTATION -> judge.result(seen, encoder.decoderLayer());
            case RIDGE -> judge.linearResult(seen, encoder.decoderLayer());
        };
    }

    private static List<ClassScores> classes(List<String> names, SegmentationScores scores) {
        List<ClassScores> classes = new ArrayList<>();
        for (int c = 0; c < names.size(); c++) {
            classes.add(new ClassScores(names.get(c), scores.iou()[c], scores.f1()[c]));
        }
        return classes;
    }

    private static double mean(List<Double> values) {
        return SummaryStatistics.mean(values);
    }
}
