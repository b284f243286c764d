package org.nec4j.train;

import java.util.Optional;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/** Tells a console how far a training is, with a few numbers worth watching. */
final class ConsoleProgress implements TrainingListener {
    private final Console console;
    private final Meter meter;
    private Optional<Progress> progress = Optional.empty();

    /** @param meter that has counted a step before this listener is told of it */
    ConsoleProgress(Console console, Meter meter) {
        this.console = console;
        this.meter = meter;
    }

    @Override
    public void begin(Moment.Begin begin) {
        progress = Optional.of(console.progress("training", begin.planned(), "steps"));
    }

    @Override
    public void step(Moment.Step step) {
        progress.orElseThrow().at(step.updates(), meter.line(step.losses().loss(), step.learningRate()));
    }

    @Override
    public void close() {
        progress.ifPresent(Progress::close);
    }
}
