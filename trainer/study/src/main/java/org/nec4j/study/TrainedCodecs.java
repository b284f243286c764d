package org.nec4j.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nec4j.codec.Codec;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.StudySettings.DistilledCodec;
import org.nec4j.config.StudySettings.TrainedPoint;
import org.nec4j.convert.RunExport;
import org.nec4j.distill.FoundSteps;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
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
            RunExport.export(
                    run(experiment, point.system() + ", " + point.setting()), RunExport.LAST, codec, true, console);
        }
        return codec;
    }

    /** Which codec one distillation makes for a data set, for fingerprints. */
    String identity(DistilledCodec distilled, Path data) {
        return "distillation " + identity(experiment(distilled)) + " tables " + data.getFileName();
    }

    /** The codec of one distillation, trained unless an earlier call did or a finished run is there, its tables those of a data set. */
    Path file(DistilledCodec distilled, Path data) {
        Fingerprint fingerprint = Fingerprint.of(identity(distilled, data), Fingerprint.ofCode());
        Path codec = work.resolve("codecs").resolve(fingerprint.hex().substring(0, 16) + ".nec");
        if (!Files.isRegularFile(codec)) {
            RunExport.exportFor(data, run(experiment(distilled), distilled.system()), RunExport.LAST, codec, console);
        }
        return codec;
    }

    private static Loaded<Experiment> experiment(DistilledCodec distilled) {
        return Configs.experiment(distilled.config(), distilled.settings());
    }

    /** The folder of a finished run of these settings: one that is there, or one that is trained now or goes on. */
    private Path run(Loaded<Experiment> experiment, String name) {
        Path runs = experiment.settings().experiment().runs();
        Optional<Path> finished = finished(runs, experiment);
        if (finished.isPresent()) {
            console.say(name + ": taken from the finished run " + finished.get());
            return finished.get();
        }
        Path place = work.resolve("runs")
                .resolve(Fingerprint.of(identity(experiment)).hex().substring(0, 16));
        if (!RunFolder.isRun(place)) {
            console.say("training " + name);
            return Trainer.train(experiment, Optional.of(place), console, () -> false, Optional.empty())
                    .folder()
                    .path();
        }
        if (RunFolder.open(place).summary().isEmpty()) {
            console.say("training of " + name + " goes on");
            Trainer.resume(place, Changes.none(), console, () -> false);
        }
        return place;
    }

    private static Optional<Path> finished(Path runs, Loaded<Experiment> wanted) {
        if (!Files.isDirectory(runs)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(runs)) {
            return folders.sorted()
                    .filter(RunFolder::isRun)
                    .filter(folder -> isFinished(RunFolder.open(folder), wanted))
                    .findFirst();
        } catch (IOException e) {
            throw new UserException(runs + ": cannot be listed (" + e.getMessage() + ")", e);
        }
    }

    /** A run of an older version may have settings that are none today: it is not the one that is looked for. */
    private static boolean isFinished(RunFolder folder, Loaded<Experiment> wanted) {
        try {
            return !folder.summary().isEmpty()
                    && identity(folder.config(), wanted).equals(identity(wanted, wanted));
        } catch (UserException e) {
            return false;
        }
    }

    private static String identity(Loaded<Experiment> experiment) {
        return identity(experiment, experiment);
    }

    /** Without what a run that is wanted so finds by itself. */
    private static String identity(Loaded<Experiment> experiment, Loaded<Experiment> wanted) {
        boolean isFound = FoundSteps.areWantedBy(wanted.settings());
        return experiment.resolved().stream()
                .filter(s -> !s.isGuard() && !(isFound && s.key().equals(FoundSteps.KEY)))
                .map(s -> s.key() + '=' + s.value())
                .collect(Collectors.joining(","));
    }

    private static Loaded<Experiment> experiment(TrainedPoint point) {
        Path config =
                point.config().orElseThrow(() -> new UserException("a trained rate point needs a codec or a config"));
        return Configs.experiment(config, point.settings());
    }
}
