package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import org.nec4j.export.Shard;
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

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARCHIVE",
            description = {
                "The archives to take from.",
                "None named: the parts of TARGET beside it, TARGET.part-0-of-8.nema and so on, which encode --shard wrote; all must be there."
            })
    private List<Path> sources = List.of();

    ArchiveMergeCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Archiving.Change change =
                Archiving.merge(target, sources.isEmpty() ? Shard.parts(target) : sources, context.console());
        context.out().println(ArchiveCommand.told(change, target));
    }
}
