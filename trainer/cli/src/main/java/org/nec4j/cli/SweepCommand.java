package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nec4j.codec.error.UserException;
import org.nec4j.runs.ChildProgram;
import org.nec4j.runs.SweepRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code nec4j sweep}. */
@Command(
        name = "sweep",
        description = {
            "Trains every point of an experiment's sweep, a run folder a point, and writes a table and a figure of what they came to.",
            "Run again it goes on: finished points are left alone, stopped and killed ones are resumed exactly."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j sweep configs/quickstart-sweep.conf",
            "  nec4j sweep configs/quickstart-sweep.conf --jobs 2 --retry-failed",
            "  nec4j sweep configs/quickstart-sweep.conf 'sweep.grid.objective.lambda=[1e3,1e4]' experiment.name=two-rates"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int MOST_JOBS = 256;

    private final Context context;

    @Mixin
    private Settings settings;

    @Option(
            names = {"-j", "--jobs"},
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Points to work on at once, each in a process of its own; they share threads and memory. Default: 1.")
    private int jobs;

    @Option(names = "--retry-failed", description = "Also try again the points that failed before.")
    private boolean retry;

    SweepCommand(Context context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        if (jobs < 1 || jobs > MOST_JOBS) {
            throw new UserException("--jobs is " + jobs + ", where 1 to " + MOST_JOBS + " is expected.");
        }
        List<String> assignments = settings.assignments();
        Interruption interruption = Interruption.watch(
                context.console(),
                "Stopping; Ctrl-C again does not wait for the runs, which save and stop by themselves.");
        SweepRun.Result result = SweepRun.run(
                settings.file(),
                assignments,
                retry,
                jobs,
                ChildProgram.of(Main.class, jobs),
                context.console(),
                interruption);
        Path table = result.folder().resolve("table.md");
        context.out().println(table);
        return switch (result.ending()) {
            case FINISHED -> 0;
            case INCOMPLETE -> Failures.FAILED;
            case STOPPED -> interruption.status();
        };
    }
}
