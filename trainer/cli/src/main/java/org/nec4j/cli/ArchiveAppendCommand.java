package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.nec4j.export.Archiving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive append}. */
@Command(
        name = "append",
        description = "Adds coded embeddings to an archive. If one of them cannot be taken, none is added.",
        footer = {
            "",
            "What the archive holds already is passed over, so an append that was interrupted can be run again.",
            "",
            "Examples:",
            "  nec4j archive append images.nema out more/bridge.nemb"
        })
final class ArchiveAppendCommand implements Runnable {
    private final Context context;

    @Parameters(index = "0", paramLabel = "ARCHIVE", description = "The archive to add to.")
    private Path archive;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "FILE_OR_FOLDER",
            description = ".nemb files, folders of them, other archives.")
    private List<Path> sources;

    ArchiveAppendCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        Archiving.Change change = Archiving.append(archive, sources, context.console());
        context.out().println(ArchiveCommand.told(change, archive));
    }
}
