package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.eval.DatasetExport;
import org.nec4j.export.Shard;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o rsscn7.npy --pooled",
            "  nec4j embed layered.nec --data datasets/rsscn7.conf -o rsscn7.npy --quality balanced",
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o shared.npy --shard 0/2",
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o shared.npy --shard 1/2",
            "  nec4j embed codec.nec --data datasets/rsscn7.conf -o shared.npy --merge"
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

    @Mixin
    private CodingPointOptions point;

    @ArgGroup
    private Sharing sharing = new Sharing();

    /** What several processes share; one of the two. */
    private static final class Sharing {
        @Option(
                names = "--shard",
                paramLabel = "INDEX/COUNT",
                description = {
                    "Codes only the images of one of COUNT processes, INDEX counting from 0, into an archive beside FILE,"
                            + " FILE.part-INDEX-of-COUNT.nema; run again, it goes on.",
                    "When all have ended, --merge writes FILE."
                })
        private Optional<String> shard = Optional.empty();

        @Option(
                names = "--merge",
                description = "Writes FILE from the archives of all shards beside it, as one process would have.")
        private boolean merge;
    }

    EmbedCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        if (sharing.merge && point.point().isAsked()) {
            throw new UserException(
                    "--merge writes what shards have encoded; leave out --step, --bytes, --quality and --detail");
        }
        DatasetExport.Job job = new DatasetExport.Job(codec, point.point(), data, output, pooled);
        Shard shard = sharing.shard.map(Shard::of).orElse(Shard.WHOLE);
        if (shard.count() > 1) {
            int coded = DatasetExport.code(job, shard, context.console());
            context.out()
                    .println(ArchiveCommand.embeddings(coded) + " coded for shard " + shard.index() + " of "
                            + shard.count());
            return;
        }
        DatasetExport.Written written = sharing.merge
                ? DatasetExport.join(job, context.console())
                : DatasetExport.export(job, context.console());
        context.out().println(written.images() + " embeddings of " + written.shape() + " numbers in " + output);
    }
}
