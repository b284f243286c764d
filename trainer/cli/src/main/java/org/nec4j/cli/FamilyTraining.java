package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.nec4j.backend.Backend;
import org.nec4j.config.GridExperiment;
import org.nec4j.config.Loaded;
import org.nec4j.config.ReidExperiment;
import org.nec4j.config.SensingExperiment;
import org.nec4j.gridded.GridTraining;
import org.nec4j.onboard.Judgement;
import org.nec4j.onboard.OnboardTraining;
import org.nec4j.progress.Console;
import org.nec4j.reid.ReidResult;
import org.nec4j.reid.ReidTraining;
import org.nec4j.run.Changes;

/**
 * {@code train} of an experiment that has a record of its own: begin or go on, and tell how it ended.
 *
 * @param settings what the words of the command state
 * @param begin    starts a run and works on it
 * @param resume   goes on with that of a folder
 */
record FamilyTraining<E>(Function<RunWords, Loaded<E>> settings, Begin<E> begin, Resume resume) {
    /** On gridded fields. */
    static final FamilyTraining<GridExperiment> GRIDS = new FamilyTraining<>(
            RunWords::grid,
            (config, console, stop) -> Ended.of(GridTraining.train(config, console, stop)),
            (run, changes, console, stop) -> Ended.of(GridTraining.resume(run, changes, console, stop)));

    /** Of compressed learning. */
    static final FamilyTraining<SensingExperiment> SENSING = new FamilyTraining<>(
            RunWords::sensing,
            (config, console, stop) -> Ended.of(OnboardTraining.train(config, console, stop)),
            (run, changes, console, stop) -> Ended.of(OnboardTraining.resume(run, changes, console, stop)));

    /** Of codes for re-identification. */
    static final FamilyTraining<ReidExperiment> REID = new FamilyTraining<>(
            RunWords::reid,
            (config, console, stop) -> Ended.of(ReidTraining.train(config, console, stop)),
            (run, changes, console, stop) -> Ended.of(ReidTraining.resume(run, changes, console, stop)));

    /** Starts a run. */
    interface Begin<E> {
        Ended train(Loaded<E> config, Console console, BooleanSupplier stop);
    }

    /** Goes on with a run. */
    interface Resume {
        Ended resume(Path run, Changes changes, Console console, BooleanSupplier stop);
    }

    /**
     * How it ended.
     *
     * @param words what a finished run came to, where that is told
     */
    record Ended(Path folder, boolean isFinished, Optional<String> words) {
        static Ended of(GridTraining.Result result) {
            return new Ended(result.folder(), result.finished(), Optional.empty());
        }

        static Ended of(OnboardTraining.Result result) {
            Optional<String> words = result.finished().map(Ended::words);
            return new Ended(result.folder(), words.isPresent(), words);
        }

        static Ended of(ReidTraining.Result result) {
            Optional<String> words = result.finished().map(ReidResult::line);
            return new Ended(result.folder(), words.isPresent(), words);
        }

        private static String words(Judgement judged) {
            return String.format(
                    Locale.ROOT,
                    "%.1f %% of %d images of val and test, squared error %.3f",
                    100 * judged.accuracy(),
                    judged.right().length,
                    judged.squares());
        }
    }

    /** Exit status of the command. */
    int start(Context context, RunWords words) {
        Optional<Path> run = words.run();
        Optional<Loaded<E>> config = run.isPresent() ? Optional.empty() : Optional.of(settings.apply(words));
        if (words.isDryRun()) {
            SettingLines.of(config.orElseThrow().resolved()).forEach(context.out()::println);
            return 0;
        }
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        Ended ended = config.isPresent()
                ? begin.train(config.get(), context.console(), interruption)
                : resume.resume(run.orElseThrow(), words.changes(), context.console(), interruption);
        context.out().println(ended.folder());
        if (!ended.isFinished()) {
            context.console().say("Stopped and saved; go on with nec4j train --resume " + ended.folder());
            return interruption.status();
        }
        ended.words().ifPresent(context.console()::say);
        return 0;
    }
}
