package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.train.DryRun;
import org.nec4j.train.Ending;
import org.nec4j.train.Trainer;

/**
 * What {@code train} and {@code pretrain} share: begin or go on, and tell how it ended.
 *
 * @param codes whether a codec is trained, and not just a network
 */
record TrainingRun(Context context, boolean codes) {
    /** Exit status of the command. */
    int start(RunWords words, UiOptions ui) {
        Optional<Path> run = words.run();
        Optional<RunWords.Start> start = run.isPresent() ? Optional.empty() : Optional.of(words.start());
        start.ifPresent(s -> requireKind(words.file(), s.config().settings()));
        if (words.isDryRun()) {
            Loaded<Experiment> config = start.orElseThrow().config();
            SettingLines.of(config.resolved()).forEach(context.out()::println);
            context.console().say(Backend.sentence());
            context.out().println(DryRun.of(config, context.console()).words());
            return 0;
        }
        Optional<Integer> uiPort = ui.wanted();
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        Trainer.Result result = start.isPresent()
                ? Trainer.train(start.get().config(), start.get().folder(), context.console(), interruption, uiPort)
                : Trainer.resume(run.orElseThrow(), words.changes(), context.console(), interruption, uiPort);
        context.out().println(result.folder().path());
        if (result.ending() == Ending.STOPPED) {
            context.console()
                    .say("Stopped and saved; go on with nec4j " + command(codes) + " --resume "
                            + result.folder().path());
            return interruption.status();
        }
        return 0;
    }

    private void requireKind(Path file, Experiment experiment) {
        boolean stated = experiment.objective().kind().codes();
        if (stated != codes) {
            throw new UserException(file + ": objective.kind makes this an experiment for nec4j " + command(stated)
                    + ", not nec4j " + command(codes) + ".");
        }
    }

    private static String command(boolean codes) {
        return codes ? "train" : "pretrain";
    }
}
