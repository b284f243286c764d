package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nec4j.config.ObjectiveSettings.Kind;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j train}. */
@Command(
        name = "train",
        description = "Trains a codec as an experiment's file says; prints the run's folder.",
        footer = {
            "",
            "Examples:",
            "  nec4j train configs/quickstart.conf",
            "  nec4j train configs/rsscn7.conf objective.lambda=1e6 experiment.name=rsscn7-1e6",
            "  nec4j train --resume experiments/runs/RUN"
        })
final class TrainCommand implements Callable<Integer> {
    private final Context context;

    @Option(
            names = "--resume",
            paramLabel = "RUN",
            description = "Go on with a run from its last saved state; takes no CONFIG, the run has its own.")
    private Optional<Path> run = Optional.empty();

    @Mixin
    private UiOptions ui;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "CONFIG",
            description = "An experiment, such as configs/quickstart.conf.")
    private Optional<Path> file = Optional.empty();

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that win over the file's, such as objective.lambda=1e6.")
    private List<String> assignments = List.of();

    TrainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new TrainingRun(context, Kind.NEC).start(file, assignments, run, ui);
    }
}
