package org.nec4j.study;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.assembly.DataGuard;
import org.nec4j.assembly.OpenedSet;
import org.nec4j.codec.Codec;
import org.nec4j.codec.Embedding;
import org.nec4j.config.Configs;
import org.nec4j.config.DataSettings;
import org.nec4j.config.DatasetDescription;
import org.nec4j.data.ImageSource;
import org.nec4j.data.Split;
import org.nec4j.eval.ClassificationScores;
import org.nec4j.eval.ConfidenceInterval;
import org.nec4j.eval.Wilson;
import org.nec4j.export.CodingPoint;
import org.nec4j.export.GreyImages;
import org.nec4j.onboard.OnboardDecoder;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** The verb {@code eval} for compressed learning: what the classifier of a sensing codec makes of images that came as its bytes. */
public final class SensingEvaluation {
    private static final int BATCH = 64;

    private SensingEvaluation() {}

    /**
     * What was measured on the images of val and test, none of which was learnt from.
     *
     * @param dataset     the data set
     * @param scores      of the codec's own classifier, on what its recovery makes of the bytes
     * @param images      how many there are
     * @param squares     mean squared error of the recovered images, 1 being the variance of those that were learnt from
     * @param bytes       mean length of a stream, header and checksum included
     * @param classes     their names
     * @param codecDigest which codec it was
     */
    public record Evaluated(
            String dataset,
            ClassificationScores scores,
            int images,
            double squares,
            double bytes,
            List<String> classes,
            String codecDigest) {
        /** 95 % over images. */
        public ConfidenceInterval interval() {
            return Wilson.interval(scores.accuracy(), images);
        }

        /** One line for people. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "%s, the codec's own classifier: accuracy %.2f %% (%.1f - %.1f) at %.1f bytes an image on %d images of val and test, recovered with a"
                            + " squared error of %.3f",
                    dataset,
                    100 * scores.accuracy(),
                    100 * interval().low(),
                    100 * interval().high(),
                    bytes,
                    images,
                    squares);
        }

        /** Writes all numbers as JSON, keys in snake case. */
        public void write(Path file) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("dataset", dataset);
            all.put("head", "own classifier");
            all.put("metric", "accuracy");
            all.put("accuracy", scores.accuracy());
            all.put("accuracy_low", interval().low());
            all.put("accuracy_high", interval().high());
            all.put("macro_f1", scores.macroF1());
            all.put("images", images);
            all.put("mean_bytes_per_image", bytes);
            all.put("squared_error", squares);
            all.put("codec_digest", codecDigest);
            all.put("classes", classes);
            all.put("confusion", scores.confusion());
            EvaluationJson.write(all, file);
        }
    }

    /**
     * Encodes the images of val and test to real bytes, decodes and recovers them, and lets the codec's classifier judge. The channel is one that brings every byte. Throws {@link
     * org.nec4j.codec.error.UserException} where codec or data set cannot be used, or their classes differ.
     *
     * @param data a data set description, or an experiment of compressed learning, whose data.set is taken
     */
    public static Evaluated evaluate(
            Path codecFile, CodingPoint point, Path data, DataSettings.Copies copies, Console console) {
        OnboardDecoder decoder = OnboardDecoder.open(codecFile);
        Codec codec = point.of(decoder.sensor().codec());
        Path datasetFile = Configs.kind(data) == Configs.Kind.SENSING
                ? Configs.sensing(data, List.of()).settings().data().set()
                : data;
        DatasetDescription description = Configs.dataset(datasetFile).settings();
        OpenedSet set = OpenedSet.open(description);
        List<String> classes = set.dataset().classes();
        decoder.requireClasses(classes, datasetFile);
        DataGuard.quick(description, set, copies).require(console);
        ImageSource judged = set.only(Split.VAL, Split.TEST);
        int[] given = new int[judged.size()];
        double[] sums = new double[2]; // of squares and of bytes
        try (Progress progress = console.progress("encoding and judging", judged.size(), "images")) {
            GreyImages.of(codecFile).greyUntil(() -> false, judged, BATCH, progress, (grey, index) -> {
                byte[] stream = codec.encode(decoder.sensor().measure(grey));
                Embedding image = decoder.image(codec.decode(stream));
                given[index] = decoder.classOf(image);
                sums[0] += decoder.squares(image, grey);
                sums[1] += stream.length;
            });
        }
        return new Evaluated(
                set.dataset().name(),
                ClassificationScores.of(judged.labels(), given, classes.size()),
                judged.size(),
                sums[0] / judged.size(),
                sums[1] / judged.size(),
                classes,
                codec.digest());
    }
}
