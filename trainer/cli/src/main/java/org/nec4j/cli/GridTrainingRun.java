package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.gridded.GridTraining;

/** {@code train} on gridded fields: begin or go on, and tell how it ended. */
record GridTrainingRun(Context context) {
    /** Exit status of the command. */
    int start(RunWords words) {
        Optional<Path> run = words.run();
        Optional<Loaded<GridExperiment>> config = run.isPresent() ? Optional.empty() : Optional.of(words.grid());
        if (words.isDryRun()) {
            SettingLines.of(config.orElseThrow().resolved()).forEach(context.out()::println);
            return 0;
        }
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        GridTraining.Result result = config.isPresent()
                ? GridTraining.train(config.get(), context.console(), interruption)
                : GridTraining.resume(run.orElseThrow(), words.changes(), context.console(), interruption);
        context.out().println(result.folder());
        if (!result.finished()) {
            context.console().say("Stopped and saved; go on with nec4j train --resume " + result.folder());
            return interruption.status();
        }
        return 0;
    }
}
