package org.nec4j.cli;

import java.nio.file.Path;
import org.nec4j.train.RunExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j export}. */
@Command(
        name = "export",
        description = "Writes a trained run as one codec file: weights, tables, settings, provenance.",
        footer = {
            "",
            "Examples:",
            "  nec4j export experiments/runs/RUN -o codec.nec",
            "  nec4j export experiments/runs/RUN -o codec.nec --no-decoder"
        })
final class ExportCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The folder that nec4j train printed.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The codec file, such as codec.nec.")
    private Path output;

    @Option(
            names = "--no-decoder",
            description =
                    "Leave the masked autoencoder's decoder out: a smaller file that nec4j show cannot reconstruct from.")
    private boolean noDecoder;

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        RunExport.export(run, output, !noDecoder);
        context.out().println(output);
    }
}
