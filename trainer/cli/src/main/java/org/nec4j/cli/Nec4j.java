package org.nec4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.Set;
import org.nec4j.progress.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command without a verb: shows what there is. */
@Command(
        name = "nec4j",
        description = "Fine-tunes a pretrained masked autoencoder into a neural embedding codec.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        scope = ScopeType.INHERIT,
        footer = {
            "",
            "Examples:",
            "  nec4j train configs/quickstart.conf",
            "  nec4j train configs/rsscn7.conf objective.lambda=1e6",
            "  nec4j COMMAND --help"
        })
final class Nec4j implements Runnable {
    static final String VERBOSE = "--verbose";

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace of what went wrong.")
    private boolean debug;

    @Option(
            names = VERBOSE,
            scope = ScopeType.INHERIT,
            description = "Say more, such as what of a checkpoint is passed over.")
    private boolean verbose;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static CommandLine commandLine(Context context) {
        CommandLine line = new CommandLine(new Nec4j())
                .addSubcommand(new TrainCommand(context))
                .addSubcommand(new SweepCommand(context))
                .addSubcommand(new RunsCommand(context))
                .addSubcommand(new FitCommand(context))
                .addSubcommand(new FactorizeCommand(context))
                .addSubcommand(new ExportCommand(context))
                .addSubcommand(new ImportCommand(context))
                .addSubcommand(new EncodeCommand(context))
                .addSubcommand(new DecodeCommand(context))
                .addSubcommand(ArchiveCommand.commandLine(context))
                .addSubcommand(new SearchCommand(context))
                .addSubcommand(new MapCommand(context))
                .addSubcommand(new ShowCommand(context))
                .addSubcommand(new ReportCommand(context))
                .addSubcommand(new EvalCommand(context))
                .addSubcommand(new EmbedCommand(context))
                .addSubcommand(new PretrainCommand(context))
                .addSubcommand(new InfoCommand(context))
                .addSubcommand(new StatsCommand(context))
                .addSubcommand(new DoctorCommand(context))
                .addSubcommand(new FetchCommand(context))
                .addSubcommand(new ValidateCommand(context))
                .addSubcommand(new ConfigCommand(context))
                .addSubcommand(new ReproduceCommand(context))
                .addSubcommand(new CompletionCommand(context));
        Numbers.read(line);
        line.setUsageHelpAutoWidth(false);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        return line;
    }

    /** The words that name commands. */
    static Set<String> commands() {
        return commandLine(new Context(new PrintWriter(Writer.nullWriter()), Console.silent()))
                .getSubcommands()
                .keySet();
    }

    /** Whether --debug was given to this run of the command line. */
    static boolean debug(CommandLine any) {
        CommandLine root = any;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return ((Nec4j) root.getCommandSpec().userObject()).debug;
    }
}
