package org.nec4j.experiment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.eval.Interval;
import org.nec4j.eval.Splits;
import org.nec4j.eval.WithDecoder;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.segment.SegmentationResult;
import org.nec4j.segment.SegmentationScores;
import org.nec4j.segment.SegmentationTask;
import org.nec4j.vit.DecoderLayer;

/**
 * Judges embeddings of tiles by the segmentation head: overall pixel accuracy, as the paper plots, and mean intersection over
 * union. Embeddings that a lossless system gives back are recognised and judged once.
 */
final class SegmentationJudge {
    /** What the head is called whose accuracy is the overall pixel accuracy. */
    static final String ACCURACY = "segmentation";
    /** What the head is called whose accuracy is the mean intersection over union. */
    static final String MEAN_IOU = "segmentation-miou";

    private final SegmentationTask task;
    private final SegmentationSettings settings;
    private final List<Long> seeds;
    private final Console console;
    private final Map<String, SegmentationResult> known = new HashMap<>();

    SegmentationJudge(SegmentationTask task, SegmentationSettings settings, List<Long> seeds, Console console) {
        this.task = task;
        this.settings = settings;
        this.seeds = seeds;
        this.console = console;
    }

    /**
     * Two measurements: of the accuracy and of the mean intersection over union.
     *
     * @param layer     the decoder's first layer that belongs to the embeddings
     * @param bytes     mean bytes of a test image, all its tiles together
     * @param sideBytes what a consumer needs once
     * @param further   numbers to put beside
     */
    List<Measurement> judge(
            String system,
            String setting,
            Splits decoded,
            Optional<DecoderLayer> layer,
            double bytes,
            long sideBytes,
            Map<String, Double> further) {
        SegmentationResult result = result(decoded, layer);
        SegmentationScores scores = result.first();
        Map<String, Double> metrics = new TreeMap<>(further);
        metrics.put("bytes_a_tile", bytes / task.tilesPerImage());
        for (int c = 0; c < task.classes().size(); c++) {
            String name = task.classes().get(c).replace(' ', '_');
            put(metrics, "iou_" + name, scores.iou()[c]);
            put(metrics, "f1_" + name, scores.f1()[c]);
        }
        Interval accuracy = result.accuracyInterval();
        Interval meanIou = result.meanIouInterval();
        int images = task.testLabels().size();
        return List.of(
                new Measurement(
                        system,
                        setting,
                        ACCURACY,
                        images,
                        bytes,
                        sideBytes,
                        result.accuracies(),
                        accuracy.low(),
                        accuracy.high(),
                        metrics),
                new Measurement(
                        system,
                        setting,
                        MEAN_IOU,
                        images,
                        bytes,
                        sideBytes,
                        result.meanIous(),
                        meanIou.low(),
                        meanIou.high(),
                        metrics));
    }

    /**
     * The result on these embeddings, of which test and training tiles are looked at.
     *
     * @param layer the decoder's first layer that belongs to them; needed where the settings put it before the head
     */
    SegmentationResult result(Splits decoded, Optional<DecoderLayer> layer) {
        Splits seen = settings.decoder()
                ? WithDecoder.pass(
                        layer.orElseThrow(
                                () -> new UserException("the codec file holds no decoder layer; export it from its"
                                        + " run again, or leave the decoder out")),
                        decoded,
                        console)
                : decoded;
        return known.computeIfAbsent(
                digest(seen),
                digest -> SegmentationResult.of(task, seen.train(), seen.test(), settings, seeds, console));
    }

    /** Everything about the judge that its numbers depend on, for fingerprints. */
    String identity() {
        MessageDigest digest = Fingerprint.digest();
        task.trainLabels().forEach(digest::update);
        for (ByteImage labels : task.testLabels()) {
            digest.update(labels.samples());
        }
        return "segmentation " + settings + " seeds " + seeds + " classes " + task.classes() + " masks "
                + HexFormat.of().formatHex(digest.digest()).substring(0, 16);
    }

    private static void put(Map<String, Double> metrics, String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        }
    }

    private static String digest(Splits splits) {
        MessageDigest digest = Fingerprint.digest();
        String shape = splits.train().tokens() + " x " + splits.train().dim();
        digest.update(shape.getBytes(StandardCharsets.UTF_8));
        for (List<float[]> part : List.of(splits.train().values(), splits.test().values())) {
            for (float[] values : part) {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
