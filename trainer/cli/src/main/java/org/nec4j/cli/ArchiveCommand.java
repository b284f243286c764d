package org.nec4j.cli;

import org.nec4j.export.Archiving;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code nec4j archive}: holds the commands that work on archives. */
@Command(
        name = "archive",
        description = "Keeps many coded embeddings in one file (.nema): create, append, list, extract, verify, merge.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "An archive holds embeddings of one codec, each under a key: the path of its image, without the ending.",
            "nec4j encode -o images.nema writes into an archive, nec4j decode reads from one.",
            "",
            "Examples:",
            "  nec4j archive create images.nema -c codec.nec out",
            "  nec4j archive list images.nema",
            "  nec4j archive COMMAND --help"
        })
final class ArchiveCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    static CommandLine commandLine(Context context) {
        return new CommandLine(new ArchiveCommand())
                .addSubcommand(new ArchiveCreateCommand(context))
                .addSubcommand(new ArchiveAppendCommand(context))
                .addSubcommand(new ArchiveListCommand(context))
                .addSubcommand(new ArchiveExtractCommand(context))
                .addSubcommand(new ArchiveVerifyCommand(context))
                .addSubcommand(new ArchiveMergeCommand(context))
                .addSubcommand(new ArchiveExportCommand(context))
                .addSubcommand(new ArchiveImportCommand(context));
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** One line of result: "12 embeddings added to images.nema (3 were there already), 15 embeddings, 4711 bytes". */
    static String told(Archiving.Change change, Object archive) {
        String before = change.before() == 0 ? "" : " (" + change.before() + " were there already)";
        return embeddings(change.added()) + " added to " + archive + before + ", which holds "
                + embeddings(change.size()) + " in " + change.bytes() + " bytes";
    }

    static String embeddings(int number) {
        return number + (number == 1 ? " embedding" : " embeddings");
    }
}
