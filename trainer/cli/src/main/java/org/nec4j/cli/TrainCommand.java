package org.nec4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nec4j train}. */
@Command(
        name = "train",
        description = "Trains a codec as an experiment's file says; prints the run's folder.",
        footer = {
            "",
            "Examples:",
            "  nec4j train configs/quickstart.conf",
            "  nec4j train configs/quickstart.conf --dry-run",
            "  nec4j train configs/rsscn7.conf objective.lambda=1e6 experiment.name=rsscn7-1e6",
            "  nec4j train configs/quickstart-sweep.conf --point seed=0,lambda=1e4",
            "  nec4j train fields.conf",
            "  nec4j train sensing.conf sensing.ratio=0.25",
            "  nec4j train reid.conf code.bits=4",
            "  nec4j train --resume experiments/runs/RUN",
            "  nec4j train --resume experiments/runs/RUN training.length=40epochs --allow training.length"
        })
final class TrainCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RunWords words;

    @Mixin
    private UiOptions ui;

    TrainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (words.isSensing()) {
            return FamilyTraining.SENSING.start(context, words);
        }
        if (words.isReid()) {
            return FamilyTraining.REID.start(context, words);
        }
        return words.isGrid()
                ? FamilyTraining.GRIDS.start(context, words)
                : new TrainingRun(context, true).start(words, ui);
    }
}
