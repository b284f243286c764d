package org.nec4j.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nec4j.export.Archiving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nec4j archive verify}. */
@Command(
        name = "verify",
        description = "Reads archives whole and compares them with their checksums.",
        footer = {
            "",
            "Examples:",
            "  nec4j archive verify images.nema",
            "  nec4j archive verify -c codec.nec images.nema"
        })
final class ArchiveVerifyCommand implements Runnable {
    private final Context context;

    @Option(
            names = {"-c", "--codec"},
            paramLabel = "FILE",
            description = "The codec, to decode every embedding as well.")
    private Optional<Path> codec = Optional.empty();

    @Parameters(arity = "1..*", paramLabel = "ARCHIVE", description = "The archives.")
    private List<Path> archives;

    ArchiveVerifyCommand(Context context) {
        this.context = context;
    }

    @Override
    public void run() {
        for (Path archive : archives) {
            int embeddings = Archiving.verify(archive, codec, context.console());
            context.out().println(archive + ": " + ArchiveCommand.embeddings(embeddings) + ", all whole");
        }
    }
}
