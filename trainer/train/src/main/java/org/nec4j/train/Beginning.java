package org.nec4j.train;

import java.util.Locale;
import java.util.Optional;
import org.nec4j.config.Experiment;
import org.nec4j.progress.Console;
import org.nec4j.run.RunFolder;

/** The beginning of a run's work: holds it to the promised share of numbers that train, and tells what will happen. */
final class Beginning implements TrainingListener {
    private final RunFolder folder;
    private final Experiment experiment;
    private final TrainedShare share;
    private final Optional<Integer> uiPort;
    private final Console console;

    private boolean begun;

    /** @param uiPort where DL4J's training UI listens, where it is wanted */
    Beginning(RunFolder folder, Experiment experiment, Model model, Optional<Integer> uiPort, Console console) {
        this.folder = folder;
        this.experiment = experiment;
        this.share = new TrainedShare(experiment, model);
        this.uiPort = uiPort;
        this.console = console;
    }

    /** Numbers that train over all numbers. */
    double share() {
        return share.share();
    }

    /** Whether it came to steps: what fails before is told, and not kept as the reason why the run stopped. */
    boolean hasBegun() {
        return begun;
    }

    @Override
    public void begin(Moment.Begin begin) {
        share.begin(begin);
        console.say(String.format(
                Locale.ROOT,
                "%s: %s; run folder %s",
                experiment.experiment().name(),
                share.words(begin.planned()),
                folder.path()));
        uiPort.ifPresent(port -> console.say("DL4J's training UI, while the run lasts: "
                + TrainingUi.installed()
                        .open(begin.graph(), experiment.training().logEvery(), port)));
        RunFolder.keepFailure(folder.path(), "");
        begun = true;
    }
}
