package org.nec4j.study;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.Sha256;
import org.nec4j.config.SegmentationSettings;
import org.nec4j.data.ByteImage;
import org.nec4j.eval.Splits;
import org.nec4j.eval.WithDecoder;
import org.nec4j.progress.Console;
import org.nec4j.report.MarkdownReport;
import org.nec4j.report.Measurement;
import org.nec4j.segment.SegmentationFineTune;
import org.nec4j.segment.SegmentationResult;
import org.nec4j.segment.SegmentationScores;
import org.nec4j.segment.SegmentationTask;
import org.nec4j.vit.DecoderLayer;

/**
 * Judges embeddings of tiles by the segmentation head: overall pixel accuracy, as the paper plots, and mean intersection over
 * union. Embeddings that a lossless system gives back are recognized and judged once.
 */
final class SegmentationJudge {
    /** What the head is called whose accuracy is the overall pixel accuracy. */
    static final String ACCURACY = "segmentation";
    /** What the linear head's overall pixel accuracy is called. */
    static final String RIDGE = "ridge";
    /** Ends the name of a head whose accuracy is its mean intersection over union. */
    private static final String MEAN_IOU = "-miou";

    private final SegmentationTask task;
    private final SegmentationSettings settings;
    private final Optional<SegmentationFineTune> fineTune;
    private final List<Long> seeds;
    private final Console console;
    private final String masks;
    private final Map<String, SegmentationResult> known = new HashMap<>();
    private final Map<String, SegmentationResult> tuned = new HashMap<>();
    private final Map<String, SegmentationResult> ridges = new HashMap<>();

    /** @param fineTune how the encoder learns for systems on images; nothing where it does not */
    SegmentationJudge(
            SegmentationTask task,
            SegmentationSettings settings,
            Optional<SegmentationFineTune> fineTune,
            List<Long> seeds,
            Console console) {
        this.task = task;
        this.settings = settings;
        this.fineTune = fineTune;
        this.seeds = seeds;
        this.console = console;
        this.masks = digest(task);
    }

    /**
     * Two measurements, of the accuracy and of the mean intersection over union, unless the head makes no step, and as many of the linear
     * head where the settings ask for it.
     *
     * @param point what a test image costs, all its tiles together
     * @param layer the decoder's first layer that belongs to the embeddings
     */
    List<Measurement> judge(OperatingPoint point, Splits decoded, Optional<DecoderLayer> layer) {
        Splits seen = seen(decoded, layer);
        List<Measurement> all = new ArrayList<>();
        if (settings.steps() > 0) {
            all.addAll(measured(point, ACCURACY, "", result(seen)));
        }
        if (settings.ridge()) {
            all.addAll(measured(point, RIDGE, "", linear(seen)));
        }
        return all;
    }

    private SegmentationResult linear(Splits seen) {
        return ridges.computeIfAbsent(
                digest(seen),
                digest ->
                        SegmentationResult.ofRidge(task, seen.train(), seen.test(), settings.ridgePenalty(), console));
    }

    /**
     * The same two of a fine-tune of the encoder on the images that a system leaves; none unless the study asks for it.
     *
     * @param decoded tiles
     */
    List<Measurement> fineTuned(OperatingPoint point, SplitImages decoded) {
        return fineTune.map(how -> tuned.computeIfAbsent(
                        Fingerprint.ofPixels(decoded),
                        digest -> how.result(task, decoded.train(), decoded.test(), seeds, console)))
                .map(result -> measured(point, ACCURACY, MarkdownReport.FINE_TUNED, result))
                .orElse(List.of());
    }

    private List<Measurement> measured(OperatingPoint point, String head, String suffix, SegmentationResult result) {
        SegmentationScores scores = result.first();
        Map<String, Double> metrics = new TreeMap<>(point.further());
        metrics.put("bytes_a_tile", point.bytes() / task.tilesPerImage());
        for (int c = 0; c < task.classes().size(); c++) {
            String name = task.classes().get(c).replace(' ', '_');
            put(metrics, "iou_" + name, scores.iou()[c]);
            put(metrics, "f1_" + name, scores.f1()[c]);
        }
        int images = task.testLabels().size();
        return List.of(
                point.measured(head + suffix, images, result.accuracies(), result.accuracyInterval(), metrics),
                point.measured(head + MEAN_IOU + suffix, images, result.meanIous(), result.meanIouInterval(), metrics));
    }

    /**
     * The result on these embeddings, of which test and training tiles are looked at.
     *
     * @param layer the decoder's first layer that belongs to them; needed where the settings put it before the head
     */
    SegmentationResult result(Splits decoded, Optional<DecoderLayer> layer) {
        return result(seen(decoded, layer));
    }

    /** The same of the linear head, which has no seed. */
    SegmentationResult linearResult(Splits decoded, Optional<DecoderLayer> layer) {
        return linear(seen(decoded, layer));
    }

    private Splits seen(Splits decoded, Optional<DecoderLayer> layer) {
        return settings.decoder()
                ? WithDecoder.pass(
                        layer.orElseThrow(() ->
                                new UserException("there is no decoder layer; export the codec from its run again,"
                                        + " or leave the decoder out where its checkpoint has none")),
                        decoded,
                        console)
                : decoded;
    }

    private SegmentationResult result(Splits seen) {
        return known.computeIfAbsent(
                digest(seen),
                digest -> SegmentationResult.of(task, seen.train(), seen.test(), settings, seeds, console));
    }

    /** Everything about the judge that its numbers depend on, for fingerprints. */
    String identity() {
        return "segmentation " + settings + " seeds " + seeds + " classes " + task.classes() + " masks " + masks;
    }

    /** The same for what the encoder's fine-tune gives; nothing where there is none. */
    Optional<String> tunedIdentity() {
        return fineTune.map(how -> identity() + ' ' + how.tuning().settings());
    }

    private static void put(Map<String, Double> metrics, String name, double value) {
        if (Double.isFinite(value)) {
            metrics.put(name, value);
        }
    }

    private static String digest(SegmentationTask task) {
        MessageDigest digest = Sha256.begin();
        task.trainLabels().forEach(digest::update);
        for (ByteImage labels : task.testLabels()) {
            digest.update(labels.samples());
        }
        return Sha256.hex(digest).substring(0, 16);
    }

    private static String digest(Splits splits) {
        MessageDigest digest = Sha256.begin();
        String shape = splits.train().tokens() + " x " + splits.train().dim();
        digest.update(shape.getBytes(StandardCharsets.UTF_8));
        for (List<float[]> part : List.of(splits.train().values(), splits.test().values())) {
            for (float[] values : part) {
                ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * values.length);
                bytes.asFloatBuffer().put(values);
                digest.update(bytes);
            }
        }
        return Sha256.hex(digest);
    }
}
