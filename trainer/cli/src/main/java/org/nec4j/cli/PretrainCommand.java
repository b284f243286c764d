package org.nec4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code nec4j pretrain}. */
@Command(
        name = "pretrain",
        description = "Pretrains a masked autoencoder as an experiment's file says; prints the run's folder.",
        footer = {
            "",
            "Examples:",
            "  nec4j pretrain configs/pretrain/aerial-tiny.conf",
            "  nec4j pretrain configs/pretrain/aerial-tiny.conf --dry-run",
            "  nec4j pretrain configs/pretrain/aerial-tiny.conf model.checkpoint=null",
            "  nec4j pretrain --resume experiments/runs/RUN",
            "  nec4j pretrain --resume experiments/runs/RUN training.length=40epochs --allow training.length"
        })
final class PretrainCommand implements Callable<Integer> {
    private final Context context;

    @Mixin
    private RunWords words;

    @Mixin
    private UiOptions ui;

    PretrainCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        return new TrainingRun(context, false).start(words, ui);
    }
}
