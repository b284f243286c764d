package org.nec4j.cli;

import java.nio.file.Path;
import org.nec4j.codec.Archive;
import org.nec4j.codec.io.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive list}. */
@Command(
        name = "list",
        description = "Shows what an archive holds, a line each: key, tokens, bytes, with tabs between.",
        footer = {"", "Examples:", "  nec4j archive list images.nema"})
final class ArchiveListCommand implements Runnable {
    private final Context context;

    @Parameters(paramLabel = "ARCHIVE", description = "The archive.")
    private Path file;

    ArchiveListCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        try (Archive archive = Archive.open(file)) {
            for (Archive.Entry entry : archive.entries()) {
                context.out().println(Printable.of(entry.key()) + "\t" + entry.tokens() + "\t" + entry.bytes());
            }
            context.console().say(archive.toString());
        }
    }
}
