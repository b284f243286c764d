package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.config.Loaded;
import org.nec4j.config.SensingExperiment;
import org.nec4j.onboard.OnboardTraining;

/** {@code train} of compressed learning: begin or go on, and tell how it ended. */
record OnboardTrainingRun(Context context) {
    /** Exit status of the command. */
    int start(RunWords words) {
        Optional<Path> run = words.run();
        Optional<Loaded<SensingExperiment>> config = run.isPresent() ? Optional.empty() : Optional.of(words.sensing());
        if (words.isDryRun()) {
            return FamilyEnding.dry(context, config.orElseThrow().resolved());
        }
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        OnboardTraining.Result result = config.isPresent()
                ? OnboardTraining.train(config.get(), context.console(), interruption)
                : OnboardTraining.resume(run.orElseThrow(), words.changes(), context.console(), interruption);
        return new FamilyEnding(context, interruption)
                .tell(
                        result.folder(),
                        result.finished()
                                .map(judged -> String.format(
                                        Locale.ROOT,
                                        "%.1f %% of %d images of val and test, squared error %.3f",
                                        100 * judged.accuracy(),
                                        judged.right().length,
                                        judged.squares())));
    }
}
