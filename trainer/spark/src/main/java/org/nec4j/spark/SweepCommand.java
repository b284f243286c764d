package org.nec4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.config.Sweep;
import org.nec4j.config.SweepPoint;
import org.nec4j.progress.Console;
import org.nec4j.runs.SweepRun;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code nec4j-spark sweep}. */
@Command(
        name = "sweep",
        description = {
            "Trains every point of an experiment's sweep, a task a point, and writes what `nec4j sweep` writes.",
            "Run again it goes on; experiment.runs must lie on a file system that all machines mount."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j-spark sweep configs/quickstart-sweep.conf experiment.runs=/shared/runs",
            "  nec4j-spark sweep configs/quickstart-sweep.conf experiment.runs=/shared/runs --retry-failed"
        })
final class SweepCommand implements Callable<Integer> {
    @Option(names = "--retry-failed", description = "Also try again the points that failed before.")
    private boolean retry;

    @Parameters(index = "0", paramLabel = "CONFIG", description = "An experiment with a sweep.")
    private Path file;

    @Parameters(index = "1..*", paramLabel = "key=value", description = "Settings that win over the file's.")
    private List<String> assignments = List.of();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Console console = Main.console(spec);
        Sweep sweep = Configs.sweep(file, assignments)
                .orElseThrow(() -> new UserException(file + ": states no sweep; run it with nec4j-spark train."));
        List<SweepPoint> waiting = SweepRun.waiting(sweep, retry);
        console.say(sweep.points().size() + " points in " + sweep.folder() + ", " + waiting.size() + " to do");
        if (!waiting.isEmpty()) {
            String config = file.toAbsolutePath().toString();
            List<SweptPoint> points = waiting.stream()
                    .map(point -> new SweptPoint(config, new ArrayList<>(assignments), point.name()))
                    .toList();
            try (Cluster cluster = Cluster.join("nec4j-spark sweep")) {
                Answer.values(Tasks.collect(
                        cluster.spark(),
                        cluster.spark().parallelize(points, points.size()).map(SweptPoint::work),
                        "sweep",
                        "points",
                        console));
            }
        }
        boolean finished = SweepRun.record(sweep, console);
        spec.commandLine().getOut().println(sweep.folder().resolve("table.md"));
        return finished ? 0 : 1;
    }
}
