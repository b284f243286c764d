package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive extract}. */
@Command(
        name = "extract",
        description = "Writes embeddings of an archive as files of their own; nec4j decode turns them into arrays.",
        footer = {
            "",
            "Examples:",
            "  nec4j archive extract images.nema -o out",
            "  nec4j archive extract images.nema -o out --key beach/a001"
        })
final class ArchiveExtractCommand implements Runnable {
    private final Context context;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "DIR",
            description = "Receives one KEY.nemb for every embedding.")
    private Path folder;

    @Option(names = "--key", paramLabel = "KEY", description = "Just this one; may be given several times.")
    private List<String> keys = List.of();

    @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
    private Path archive;

    ArchiveExtractCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        int written = Archiving.extract(archive, keys, folder, context.console());
        context.out().println(ArchiveCommand.embeddings(written) + " extracted into " + folder);
    }
}
