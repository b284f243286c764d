package org.nec4j.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.nec4j.export.Tabling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive export}. */
@Command(
        name = "export",
        description =
                "Writes an archive as GeoParquet, a row an embedding: its stream, its footprint, what is known of its"
                        + " image.",
        footer = {
            "",
            "Examples:",
            "  nec4j archive export images.nema --geoparquet images.parquet",
            "  nec4j archive export images.nema --geoparquet pooled.parquet -c codec.nec --pooled"
        })
final class ArchiveExportCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
    private Path archive;

    @Option(
            names = "--geoparquet",
            required = true,
            paramLabel = "FILE",
            description = "Receives the table; ends in .parquet, and is replaced if it is there.")
    private Path table;

    @Option(
            names = {"-c", "--codec"},
            paramLabel = "FILE",
            description = "The codec, whose settings then go into the table's metadata.")
    private Path codec;

    @Option(
            names = "--pooled",
            description = "The mean patch token of every embedding, too, as floats; needs the codec.")
    private boolean pooled;

    ArchiveExportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        int rows = Tabling.export(archive, Optional.ofNullable(codec), pooled, table, context.console());
        context.out().println(ArchiveCommand.embeddings(rows) + " of " + archive + " written to " + table);
    }
}
