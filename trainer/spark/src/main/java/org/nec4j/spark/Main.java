package org.nec4j.spark;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.nec4j.codec.error.UserException;
import org.nec4j.progress.TextConsole;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the {@code nec4j-spark} launcher, in the virtual machine of Spark's driver. */
@Command(
        name = "nec4j-spark",
        description = "nec4j on a cluster of Spark.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        scope = CommandLine.ScopeType.INHERIT,
        subcommands = {EncodeCommand.class, TrainCommand.class, SweepCommand.class})
public final class Main implements Runnable {
    private static final int FAILED = 1;
    private static final int USER_CAN_MEND = 2;

    @CommandLine.Option(
            names = "--debug",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show the stack trace of what went wrong.")
    private boolean debug;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /** Runs one command and exits: 0 done, 1 failed, 2 something the user can mend. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(out, err, args));
    }

    static int run(PrintWriter out, PrintWriter err, String... args) {
        Main main = new Main();
        CommandLine line = new CommandLine(main);
        line.setOut(out);
        line.setErr(err);
        line.setUsageHelpAutoWidth(false);
        line.setParameterExceptionHandler((e, words) -> {
            err.println("nec4j-spark: " + e.getMessage());
            err.println("See " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help.");
            return USER_CAN_MEND;
        });
        line.setExecutionExceptionHandler((e, command, parsed) -> main.tell(e, err));
        return line.execute(args);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** Where messages and progress go. */
    static TextConsole console(CommandLine.Model.CommandSpec command) {
        return TextConsole.plain(command.commandLine().getErr());
    }

    private int tell(Exception thrown, PrintWriter err) {
        if (debug) {
            thrown.printStackTrace(err);
        }
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UserException) {
                err.println("nec4j-spark: " + t.getMessage());
                return USER_CAN_MEND;
            }
        }
        String first = String.valueOf(thrown.getMessage()).lines().findFirst().orElse("");
        err.println("nec4j-spark: " + first + (debug ? "" : " (--debug shows the place; the same command goes on)"));
        return FAILED;
    }
}
