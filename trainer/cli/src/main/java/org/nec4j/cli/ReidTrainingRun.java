package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.reid.ReidResult;
import org.nec4j.reid.ReidTraining;

/** {@code train} of codes for re-identification: begin or go on, and tell how it ended. */
record ReidTrainingRun(Context context) {
    /** Exit status of the command. */
    int start(RunWords words) {
        Optional<Path> run = words.run();
        Optional<Loaded<ReidExperiment>> config = run.isPresent() ? Optional.empty() : Optional.of(words.reid());
        if (words.isDryRun()) {
            return FamilyEnding.dry(context, config.orElseThrow().resolved());
        }
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        ReidTraining.Result result = config.isPresent()
                ? ReidTraining.train(config.get(), context.console(), interruption)
                : ReidTraining.resume(run.orElseThrow(), words.changes(), context.console(), interruption);
        return new FamilyEnding(context, interruption)
                .tell(result.folder(), result.finished().map(ReidResult::line));
    }
}
