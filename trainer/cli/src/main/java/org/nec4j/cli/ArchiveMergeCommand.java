package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive merge}. */
@Command(
        name = "merge",
        description = "Joins archives of one codec. If they contradict each other, nothing is written.",
        footer = {"", "Examples:", "  nec4j archive merge all.nema monday.nema tuesday.nema"})
final class ArchiveMergeCommand implements Runnable {
    private final Context context;

    @Parameters(index = "0", paramLabel = "TARGET", description = "The archive to add to; made if it is not there.")
    private Path target;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "ARCHIVE", description = "The archives to take from.")
    private List<Path> sources;

    ArchiveMergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Archiving.Change change = Archiving.merge(target, sources, context.console());
        context.out().println(ArchiveCommand.told(change, target));
    }
}
