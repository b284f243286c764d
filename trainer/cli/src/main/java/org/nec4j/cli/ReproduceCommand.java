package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.nec4j.codec.error.UserException;
import org.nec4j.config.Configs;
import org.nec4j.report.PaperFormat;
import org.nec4j.report.Results;
import org.nec4j.study.GridStudy;
import org.nec4j.study.ReidStudy;
import org.nec4j.study.SensingStudy;
import org.nec4j.study.Study;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j reproduce}. */
@Command(
        name = "reproduce",
        description = {
            "Measures a comparison of systems and writes results.json, table.md and figures beside its settings.",
            "Trains what is not trained yet. Stopped or killed, it goes on with the rate point it was at."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j reproduce experiments/rsscn7-first/study.conf",
            "  nec4j reproduce experiments/rsscn7-first/study.conf --format pdf,latex"
        })
final class ReproduceCommand implements Runnable {
    private static final Set<Configs.Kind> WITHOUT_FORMATS =
            Set.of(Configs.Kind.GRID_STUDY, Configs.Kind.SENSING_STUDY, Configs.Kind.REID_STUDY);

    private final Context context;

    @Parameters(paramLabel = "STUDY", description = "A study, such as experiments/rsscn7-first/study.conf.")
    private Path study;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "Receives the results. Default: the study's folder.")
    private Optional<Path> output = Optional.empty();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Keeps measured rate points and trained codecs. Default: experiments/runs/studies.")
    private Path work = Path.of("experiments", "runs", "studies");

    @Option(
            names = "--format",
            split = ",",
            paramLabel = "FORMAT",
            description =
                    "Writes figures and tables for papers, too: pdf, latex (with booktabs). SVG and Markdown are always written.")
    private Set<PaperFormat> formats = Set.of();

    ReproduceCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Path folder = output.orElseGet(() -> study.toAbsolutePath().getParent());
        Configs.Kind kind = Configs.kind(study);
        if (WITHOUT_FORMATS.contains(kind) && !formats.isEmpty()) {
            throw new UserException(
                    study + ": is " + kind.words() + ", which has no tables for papers; leave --format out");
        }
        switch (kind) {
            case GRID_STUDY ->
                GridStudy.reproduce(study, folder, work, context.console()).forEach(context.out()::println);
            case SENSING_STUDY ->
                SensingStudy.reproduce(study, folder, work, context.console()).forEach(context.out()::println);
            case REID_STUDY -> context.out().println(ReidStudy.reproduce(study, folder, work, context.console()));
            default -> compare(folder);
        }
    }

    private void compare(Path folder) {
        Results results = Study.reproduce(study, folder, work, formats, context.console());
        results.verdicts().forEach(v -> context.out()
                .println(v.claim() + ": " + v.outcome().words() + " (" + v.ours() + ")"));
        context.out().println(results.measurements().size() + " measurements in " + folder);
    }
}
