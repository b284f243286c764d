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

    private final SplitImages images;
    private final Judges judges;
    private final Path work;
    private final Console console;

    TrainedTasks(SplitImages images, Judges judges, Path work, Console console) {
        this.images = images;
        this.judges = judges;
        this.work = work;
        this.console = console;
    }

    List<RatePointTask> tasks(List<TrainedPoint> points) {
        return points.stream().map(this::task).toList();
    }

    private RatePointTask task(TrainedPoint point) {
        String identity = point.codec()
                .map(file -> "codec " + Codec.open(file).contentDigest())
                .orElseGet(() -> "training " + identity(experiment(point)));
        return new RatePointTask(
                point.system(), point.setting(), point.system() + ' ' + identity, () -> measure(point));
    }

    private List<Measurement> measure(TrainedPoint point) {
        Path file = point.codec().orElseGet(() -> trained(point));
        ImageEncoder encoder = ImageEncoder.open(file);
        CodedEmbeddings coded = CodedEmbeddings.of(encoder, images, BATCH, console);
        Map<String, Double> further = new TreeMap<>();
        further.put("bytes_least", Arrays.stream(coded.bytes()).min().orElseThrow());
        further.put("bytes_most", Arrays.stream(coded.bytes()).max().orElseThrow());
        judges.judge(point.system(), point.setting(), coded.embedded(), coded.meanBytes(), 0, Map.of())
                .forEach(m -> further.put("unquantised_accuracy_" + m.head(), m.accuracy()));
        return judges.judge(point.system(), point.setting(), coded.decoded(), coded.meanBytes(), 0, further);
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
