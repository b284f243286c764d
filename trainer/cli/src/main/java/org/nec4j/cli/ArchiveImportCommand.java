package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import org.nec4j.export.Tabling;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive import}. */
@Command(
        name = "import",
        description =
                "Adds the rows of Parquet tables with the columns unique_id and nec to an archive, which is made if it"
                        + " is not there.",
        footer = {"", "Examples:", "  nec4j archive import again.nema -c codec.nec images.parquet"})
final class ArchiveImportCommand implements Runnable {
    private final Context context;

    @Mixin
    private CodedWith with;

    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "The archive, such as images.nema.")
    private Path archive;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "TABLE",
            description = "Tables that archive export or encode wrote, or another program from those.")
    private List<Path> tables;

    ArchiveImportCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Archiving.Change change = Tabling.load(archive, with.codec(), tables, context.console());
        context.out().println(ArchiveCommand.told(change, archive));
    }
}
