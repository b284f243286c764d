package org.nec4j.study;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.convert.RunExport;
import org.nec4j.progress.Console;
import org.nec4j.train.Trainer;

/**
 * The codecs that a study names; those given as experiments are trained when first asked for.
 *
 * @param work keeps what was trained
 */
record TrainedCodecs(Path work, Console console) {
    /** Which codec it is, for fingerprints: its content, or the settings of its training. */
    String identity(TrainedPoint point) {
        return point.codec()
                .map(file -> "codec " + Codec.open(file).contentDigest())
                .orElseGet(() -> "training " + identity(experiment(point)));
    }

    /** The codec's file. */
    Path file(TrainedPoint point) {
        return point.codec().orElseGet(() -> trained(point));
    }

    /** The codec of an experiment, trained unless an earlier call did. */
    private Path trained(TrainedPoint point) {
        Loaded<Experiment> experiment = experiment(point);
        Path codec = work.resolve("codecs")
                .resolve(Fingerprint.of(identity(experiment)).hex().substring(0, 16) + ".nec");
        if (!Files.isRegularFile(codec)) {
            console.say("training " + point.system() + ", " + point.setting());
            Trainer.Result result = Trainer.train(experiment, console, () -> false);
            RunExport.export(result.folder().path(), RunExport.LAST, codec, true, console);
        }
        return codec;
    }

    private static String identity(Loaded<Experiment> experiment) {
        return experiment.resolved().stream()
                .filter(s -> !s.isGuard())
                .map(s -> s.key() + '=' + s.value())
                .collect(Collectors.joining(","));
    }

    private static Loaded<Experiment> experiment(TrainedPoint point) {
        Path config =
                point.config().orElseThrow(() -> new UserException("a trained rate point needs a codec or a config"));
        return Configs.experiment(config, point.settings());
    }
}
