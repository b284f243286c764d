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
            SettingLines.of(config.orElseThrow().resolved()).forEach(context.out()::println);
            return 0;
        }
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        OnboardTraining.Result result = config.isPresent()
                ? OnboardTraining.train(config.get(), context.console(), interruption)
                : OnboardTraining.resume(run.orElseThrow(), words.changes(), context.console(), interruption);
        context.out().println(result.folder());
        if (result.finished().isEmpty()) {
            context.console().say("Stopped and saved; go on with nec4j train --resume " + result.folder());
            return interruption.status();
        }
        context.console()
                .say(String.format(
                        Locale.ROOT,
                        "%.1f %% of %d images of val and test, squared error %.3f",
                        100 * result.finished().get().accuracy(),
                        result.finished().get().right().length,
                        result.finished().get().squares()));
        return 0;
    }
}
