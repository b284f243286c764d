package org.nec4j.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.export.Rates;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;

/** The trained codecs of a study; those that are given as experiments are trained first. */
final class TrainedTasks {
    private static final int BATCH = 32;
    /** The reference adds four bytes to the strings of a batch of so many images. */
    private static final int PAPER_BATCH = 32;

    private static final double PAPER_BATCH_BYTES = 4;

    private final SplitImages images;
    private final Judges judges;
    private final TrainedCodecs codecs;
    private final PointCache cache;
    private final Spent spent;
    private final Console console;

    TrainedTasks(SplitImages images, Judges judges, Path work, PointCache cache, Spent spent, Console console) {
        this.images = images;
        this.judges = judges;
        this.codecs = new TrainedCodecs(work, console);
        this.cache = cache;
        this.spent = spent;
        this.console = console;
    }

    List<RatePointTask> tasks(List<TrainedPoint> points) {
        return points.stream().map(this::task).toList();
    }

    private RatePointTask task(TrainedPoint point) {
        String identity = point.system() + ' ' + codecs.identity(point);
        return new RatePointTask(
                point.system(), point.setting(), identity + ' ' + judges.identity(), () -> measure(point, identity));
    }

    private List<Measurement> measure(TrainedPoint point, String identity) {
        Path file = spent.on("training", () -> codecs.file(point));
        ImageEncoder encoder = ImageEncoder.open(file);
        CodedPoint coded = cache.get(identity, () -> coded(encoder, point));
        Decoded decoded = new Decoded(coded.decoded(), encoder.decoderLayer(), console, spent);
        return judges.judge(coded.of(point.system(), point.setting()), decoded);
    }

    private CodedPoint coded(ImageEncoder encoder, TrainedPoint point) {
        CodedEmbeddings coded = spent.on("coding with NEC", () -> CodedEmbeddings.of(encoder, images, BATCH, console));
        Rates rates = coded.rates();
        Map<String, Double> further = new TreeMap<>(rates.asMap());
        rates.warning().ifPresent(told -> console.say(point.system() + ", " + point.setting() + ": " + told));
        further.put("bytes_least", Arrays.stream(coded.bytes()).min().orElseThrow());
        further.put("bytes_most", Arrays.stream(coded.bytes()).max().orElseThrow());
        further.put(CodedPoint.AS_THE_PAPER, rates.payloadBytes() + PAPER_BATCH_BYTES / PAPER_BATCH);
        further.put(
                "unquantised_score",
                judges.first(new Decoded(coded.embedded(), encoder.decoderLayer(), console, spent)));
        return new CodedPoint(coded.decoded(), rates.fileBytes(), 0, further);
    }
}
