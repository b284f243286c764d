package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nec4j.backend.Backend;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Sweep;
import org.nec4j.runs.ChildProgram;
import org.nec4j.runs.SweepRun;
import org.nec4j.runs.TogetherRun;
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
            "  nec4j sweep configs/quickstart-sweep.conf --together 3",
            "  nec4j sweep configs/quickstart-sweep.conf 'sweep.grid.objective.lambda=[1e3,1e4]' experiment.name=two-rates"
        })
final class SweepCommand implements Callable<Integer> {
    private static final int MOST_JOBS = 256;
    private static final int MOST_TOGETHER = 64;

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

    @Option(
            names = "--together",
            paramLabel = "K",
            defaultValue = "1",
            description =
                    "Points at most that share a process, and in it images, masks and what does not train: those that differ in"
                            + " lambda, optimizer, schedule or clip-norm alone. Each is the run that it would be by itself, to the bit. Default: 1.")
    private int together;

    @Option(
            names = "--work-on",
            hidden = true,
            description = "A point to work on in this process, as a sweep asks of its children.")
    private List<String> workOn = List.of();

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
        if (together < 1 || together > MOST_TOGETHER) {
            throw new UserException("--together is " + together + ", where 1 to " + MOST_TOGETHER + " is expected.");
        }
        List<String> assignments = settings.assignments();
        if (!workOn.isEmpty()) {
            return work(assignments);
        }
        Interruption interruption = Interruption.watch(
                context.console(),
                "Stopping; Ctrl-C again does not wait for the runs, which save and stop by themselves.");
        SweepRun.Result result = SweepRun.run(
                settings.file(),
                assignments,
                retry,
                jobs,
                together,
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

    /** What a sweep's child does with points that share it. */
    private int work(List<String> assignments) {
        Sweep sweep = Configs.sweep(settings.file(), assignments)
                .orElseThrow(() -> new UserException(settings.file() + ": states no sweep."));
        context.console().say(Backend.sentence());
        Interruption interruption = Interruption.watch(context.console());
        TogetherRun.run(sweep, workOn, context.console(), interruption);
        return interruption.getAsBoolean() ? interruption.status() : 0;
    }
}
