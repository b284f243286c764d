package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.page.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nec4j report}. */
@Command(
        name = "report",
        description = {
            "Writes a run's page anew, finished or not: report.html in its folder, one file with curves, pictures, rates and settings.",
            "Training writes it too, with its pictures at the end."
        },
        footer = {"", "Examples:", "  nec4j report experiments/runs/RUN"})
final class ReportCommand implements Runnable {
    private final Context context;

    @Parameters(arity = "1..*", paramLabel = "RUN", description = "Folders that nec4j train printed.")
    private List<Path> runs;

    ReportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        for (Path run : runs) {
            context.out().println(RunReport.write(run, context.console()));
        }
    }
}
