package org.nec4j.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.nec4j.codec.Codec;
import org.nec4j.codec.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.export.ImageEncoder;
import org.nec4j.progress.Console;
import org.nec4j.report.Measurement;
import org.nec4j.train.RunExport;
import org.nec4j.train.Trainer;

/** The trained codecs of a study; those that are given as experiments are trained first. */
final class TrainedTasks {
    private static final int BATCH = 32;
    /** The reference adds four bytes to the strings of a batch of so many images. */
    private static final int PAPER_BATCH = 32;

    private static final double PAPER_BATCH_BYTES = 4;

    private final SplitImages images;
    private final Judges judges;
    private final Path work;
    private final PointCache cache;
    private final Spent spent;
    private final Console console;

    TrainedTasks(SplitImages images, Judges judges, Path work, PointCache cache, Spent spent, Console console) {
        this.images = images;
        this.judges = judges;
        this.work = work;
        this.cache = cache;
        this.spent = spent;
        this.console = console;
    }

    List<RatePointTask> tasks(List<TrainedPoint> points) {
        return points.stream().map(this::task).toList();
    }

    private RatePointTask task(TrainedPoint point) {
        String identity = point.codec()
                .map(file -> "codec " + Codec.open(file).contentDigest())
                .orElseGet(() -> "training " + identity(experiment(point)));
        String whole = point.system() + ' ' + identity;
        return new RatePointTask(point.system(), point.setting(), whole, () -> measure(point, whole));
    }

    private List<Measurement> measure(TrainedPoint point, String identity) {
        Path file = point.codec().orElseGet(() -> spent.on("training", () -> trained(point)));
        ImageEncoder encoder = ImageEncoder.open(file);
        CodedPoint coded = cache.get(identity, () -> coded(encoder));
        Decoded decoded = new Decoded(coded.decoded(), encoder.decoderLayer(), console, spent);
        return judges.judge(point.system(), point.setting(), decoded, coded.bytes(), 0, coded.further());
    }

    private CodedPoint coded(ImageEncoder encoder) {
        CodedEmbeddings coded = spent.on("coding with NEC", () -> CodedEmbeddings.of(encoder, images, BATCH, console));
        Map<String, Double> further = new TreeMap<>();
        further.put("bytes_least", Arrays.stream(coded.bytes()).min().orElseThrow());
        further.put("bytes_most", Arrays.stream(coded.bytes()).max().orElseThrow());
        further.put(CodedPoint.AS_THE_PAPER, coded.meanPayload() + PAPER_BATCH_BYTES / PAPER_BATCH);
        further.put(
                "unquantised_score",
                judges.first(new Decoded(coded.embedded(), encoder.decoderLayer(), console, spent)));
        return new CodedPoint(coded.decoded(), coded.meanBytes(), 0, further);
    }

    /** The codec of an experiment, trained unless an earlier call did. */
    private Path trained(TrainedPoint point) {
        Loaded<Experiment> experiment = experiment(point);
        Path codec = work.resolve("codecs")
                .resolve(Fingerprint.of(identity(experiment)).hex().substring(0, 16) + ".nec");
        if (!Files.isRegularFile(codec)) {
            console.say("training " + point.system() + ", " + point.setting());
            Trainer.Result result = Trainer.train(experiment, console, () -> false);
            RunExport.export(result.folder().path(), codec, true);
        }
        return codec;
    }

    private static String identity(Loaded<Experiment> experiment) {
        return experiment.resolved().stream()
                .map(s -> s.key() + '=' + s.value())
                .collect(Collectors.joining(","));
    }

    private static Loaded<Experiment> experiment(TrainedPoint point) {
        Path config =
                point.config().orElseThrow(() -> new UserException("a trained rate point needs a codec or a config"));
        return Configs.experiment(config, point.settings());
    }
}
