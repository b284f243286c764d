package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.report.Table;
import org.nec4j.runs.MlflowStore;
import org.nec4j.runs.RunComparison;
import org.nec4j.runs.RunList;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j runs}. */
@Command(
        name = "runs",
        description = {
            "Lists the runs of a folder: when they began, how they stand, what they measured.",
            "With several runs: compares them, the settings that differ and what they measured side by side."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j runs",
            "  nec4j runs experiments/runs/quickstart-sweep --sort bytes",
            "  nec4j runs experiments/runs/ONE experiments/runs/OTHER",
            "  nec4j runs --csv --sort when",
            "  nec4j runs --mlflow mlruns"
        })
final class RunsCommand implements Runnable {
    private final Context context;

    @Parameters(
            arity = "0..*",
            paramLabel = "FOLDER",
            description = "A folder of runs, or several runs to compare. Default: experiments/runs.")
    private List<Path> folders = List.of(Path.of("experiments", "runs"));

    @Option(
            names = "--sort",
            paramLabel = "BY",
            defaultValue = "name",
            description = "name, when, state, loss, distortion, bits, bytes or seconds. Default: name.")
    private RunList.Order order;

    @Option(names = "--csv", description = "Write comma-separated values.")
    private boolean csv;

    @Option(
            names = "--mlflow",
            paramLabel = "DIR",
            description = "Write the runs into this folder as MLflow keeps them, instead of listing them.")
    private Optional<Path> mlflow = Optional.empty();

    RunsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (mlflow.isPresent()) {
            MlflowStore store = new MlflowStore(mlflow.get());
            int written = folders.stream().mapToInt(store::write).sum();
            context.out().println(written + (written == 1 ? " run in " : " runs in ") + mlflow.get());
            return;
        }
        Table table = folders.size() == 1 ? RunList.of(folders.get(0), order) : RunComparison.of(folders);
        context.out().print(csv ? table.toCsv() : table.toText());
        context.out().flush();
    }
}
