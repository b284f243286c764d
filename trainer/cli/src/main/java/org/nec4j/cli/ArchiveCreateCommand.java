package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive create}. */
@Command(
        name = "create",
        description = "Makes an archive of coded embeddings. If one of them cannot be taken, there is no archive.",
        footer = {"", "Examples:", "  nec4j archive create images.nema -c codec.nec out"})
final class ArchiveCreateCommand implements Runnable {
    private final Context context;

    @Mixin
    private CodedWith with;

    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "The new file, such as images.nema.")
    private Path archive;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE_OR_FOLDER",
            description = ".nemb files, folders of them, other archives.")
    private List<Path> sources;

    ArchiveCreateCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Archiving.Change change = Archiving.create(archive, with.codec(), sources, context.console());
        context.out().println(ArchiveCommand.told(change, archive));
    }
}
