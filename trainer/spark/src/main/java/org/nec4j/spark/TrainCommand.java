package org.nec4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Experiment;
import org.nec4j.config.Loaded;
import org.nec4j.progress.Console;
import org.nec4j.run.Changes;
import org.nec4j.run.RunFolder;
import org.nec4j.train.Trainer;
import org.nec4j.train.Training;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j-spark train}. */
@Command(
        name = "train",
        description = {
            "Trains a codec as `nec4j train` does, to the same bits, each batch of a step on an executor: as many batches as"
                    + " training.accumulate says.",
            "The run's folder must lie on a file system that all machines mount; a run whose driver died goes on by --resume, here or by"
                    + " `nec4j train --resume`."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j-spark train configs/rsscn7.conf training.accumulate=4 experiment.runs=/shared/runs",
            "  nec4j-spark train --resume /shared/runs/RUN"
        })
final class TrainCommand implements Callable<Integer> {
    @Option(names = "--resume", paramLabel = "RUN", description = "Go on with a run from its last saved state.")
    private Path run;

    @Parameters(index = "0", arity = "0..1", paramLabel = "CONFIG", description = "An experiment.")
    private Path file;

    @Parameters(
            index = "1..*",
            paramLabel = "key=value",
            description = "Settings that win over the file's, such as training.accumulate=4.")
    private List<String> assignments = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if ((run == null) == (file == null)) {
            throw new UserException("give either an experiment's file or --resume with a run's folder.");
        }
        Loaded<Experiment> config = run == null
                ? Configs.experiment(file, assignments)
                : RunFolder.open(run).config();
        int batches = config.settings().training().accumulate();
        if (batches < 2) {
            throw new UserException("training.accumulate is " + batches
                    + ": a step has one batch, and executors could not share it; set it to the number of executors, and"
                    + " data.batch-size to what one of them takes.");
        }
        Console console = Main.console(spec);
        console.say("Driver: " + Backend.sentence());
        try (Cluster cluster = Cluster.join("nec4j-spark train")) {
            List<SparkWorkers> made = new ArrayList<>();
            BiConsumer<RunFolder, Training> workers = (folder, training) -> {
                made.add(new SparkWorkers(cluster.spark(), folder.path(), console));
                training.workers(made.get(0));
            };
            Trainer.Result result = run == null
                    ? Trainer.train(config, Optional.empty(), console, () -> false, Optional.empty(), workers)
                    : Trainer.resume(run, Changes.none(), console, () -> false, Optional.empty(), workers);
            made.forEach(worker -> console.say(worker.exchange().words()));
            spec.commandLine().getOut().println(result.folder().path());
        }
        return 0;
    }
}
