package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.convert.RunExport;
import org.nec4j.convert.StateDictExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j export}. */
@Command(
        name = "export",
        description =
                "Writes a trained run as one codec file (weights, tables, settings, provenance), or as a state dict for PyTorch.",
        footer = {
            "",
            "Examples:",
            "  nec4j export experiments/runs/RUN -o codec.nec",
            "  nec4j export experiments/runs/RUN -o codec.nec --state best",
            "  nec4j export experiments/runs/RUN -o codec.nec --no-decoder",
            "  nec4j export experiments/runs/RUN -o codec.nec --data datasets/aid.conf",
            "  nec4j export experiments/runs/RUN -o weights.safetensors --state-dict",
            "  nec4j export experiments/runs/RUN -o weights.safetensors --state-dict --old-names"
        })
final class ExportCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "RUN", description = "The folder that nec4j train printed.")
    private Path run;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "The codec file, such as codec.nec, or the state dict, such as weights.safetensors.")
    private Path output;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            defaultValue = RunExport.LAST,
            description =
                    "last, best (by training.validation.best-by), or the number of updates of a state that the run keeps. Default: last.")
    private String state;

    @Option(
            names = "--no-decoder",
            description =
                    "Leave the masked autoencoder's decoder out: a smaller file that nec4j show cannot reconstruct from.")
    private boolean noDecoder;

    @Option(
            names = "--data",
            paramLabel = "FILE",
            description = {
                "Of a distilled run: count the codec's tables on this data set's training images, not on the run's own.",
                "Bytes of images like these become fewer."
            })
    private Optional<Path> data = Optional.empty();

    @Option(
            names = "--state-dict",
            description =
                    "Write the state dict of the reference's PyTorch model instead, as safetensors, tables included.")
    private boolean stateDict;

    @Option(
            names = "--old-names",
            description =
                    "In a state dict: name the bottleneck's parameters as CompressAI up to 1.2.6, which NEC's own code needs.")
    private boolean oldNames;

    @Option(
            names = "--no-tables",
            description =
                    "In a state dict: leave the tables to CompressAI's update(), as a bare EntropyBottleneck needs it.")
    private boolean noTables;

    ExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (stateDict && noDecoder) {
            throw new UserException(
                    "--no-decoder makes a smaller codec file; a state dict needs the decoder, leave it out");
        }
        if (!stateDict && (oldNames || noTables)) {
            throw new UserException("--old-names and --no-tables are about state dicts; add --state-dict");
        }
        if (stateDict && data.isPresent()) {
            throw new UserException("--data counts a codec's tables, and a state dict holds the model; leave one out");
        }
        if (stateDict) {
            StateDictExport.export(run, state, output, new StateDictExport.Form(oldNames, !noTables));
        } else if (data.isPresent()) {
            RunExport.exportFor(data.get(), run, state, output, context.console());
        } else {
            RunExport.export(run, state, output, !noDecoder, context.console());
        }
        context.out().println(output);
    }
}
