package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.data.Split;
import org.nec4j.stats.MeasuredBands;
import org.nec4j.stats.StatisticsText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j stats}. */
@Command(
        name = "stats",
        description =
                "Measures mean, standard deviation, range and missing samples of every band, as settings to paste into an experiment.",
        footer = {
            "",
            "Examples:",
            "  nec4j stats datasets/synthetic.conf",
            "  nec4j stats datasets/synthetic.conf --split all --json",
            "  nec4j stats scene.tif FOLDER"
        })
final class StatsCommand implements Runnable {
    private static final String ALL = "all";

    private final Context context;

    @Parameters(
            arity = "1..*",
            paramLabel = "SOURCE",
            description = "A data set description, or images and folders of them, whose bands are taken as stored.")
    private List<Path> sources;

    @Option(
            names = "--split",
            defaultValue = "train",
            paramLabel = "NAME",
            description = "Which of a description's images: train, val, test, pretrain or all. Default: train.")
    private String split;

    @Option(names = "--json", description = "Print JSON instead.")
    private boolean json;

    @Mixin
    private CopiesOption copies;

    StatsCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Optional<Split> chosen = split.equals(ALL) ? Optional.empty() : Optional.of(Split.named(split));
        MeasuredBands statistics = MeasuredBands.of(sources, chosen, copies.rule(), context.console());
        context.out().print(json ? StatisticsText.json(statistics) + "\n" : StatisticsText.hocon(statistics));
    }
}
