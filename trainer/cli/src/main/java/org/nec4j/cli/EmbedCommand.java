package org.nec4j.cli;

import java.nio.file.Path;
import org.nec4j.eval.DatasetExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j embed}. */
@Command(
        name = "embed",
        description = {
            "Codes a data set's images to real bytes, decodes them, and writes the decoded embeddings with their labels in one file.",
            "FILE.csv: pooled, an id and a column a number, as NeuCo-Bench reads it. FILE.npy: [images, tokens, dim], labels and an index"
                    + " beside it. FILE.safetensors: the same with labels inside."
        },
        footer = {
            "",
            "Examples:",
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o rsscn7.csv",
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o rsscn7.npy --pooled"
        })
final class EmbedCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "CODEC", description = "A codec file that `nec4j export` wrote.")
    private Path codec;

    @Option(names = "--data", required = true, paramLabel = "FILE", description = "A data set description.")
    private Path data;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "FILE",
            description = "Receives the embeddings; ends in .csv, .npy or .safetensors.")
    private Path output;

    @Option(names = "--pooled", description = "The mean of an image's patch tokens instead of all tokens.")
    private boolean pooled;

    EmbedCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        DatasetExport.Written written = DatasetExport.export(codec, data, output, pooled, context.console());
        context.out().println(written.images() + " embeddings of " + written.shape() + " numbers in " + output);
    }
}
