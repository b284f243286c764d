package org.nec4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.PathText;
import org.nec4j.progress.Console;
import org.nec4j.progress.TextConsole;
import picocli.CommandLine;

/** Entry point of the {@code nec4j} launcher. */
public final class Main {
    private Main() {}

    /** Runs one command and exits: 0 done, 1 failed, 2 something the user can mend, 130 interrupted, 143 terminated. */
    public static void main(String[] args) {
        // Not System.out, which keeps to itself what it could not write.
        PrintWriter out = writer(new FileOutputStream(FileDescriptor.out));
        PrintWriter err = writer(messages());
        // Pictures are drawn without a screen; a stale DISPLAY of a closed session must not be asked.
        System.setProperty("java.awt.headless", "true");
        System.exit(run(out, err, Boolean.getBoolean("nec4j.terminal"), args));
    }

    static int run(PrintWriter out, PrintWriter err, boolean terminal, String... args) {
        Console plain =
                terminal ? TextConsole.terminal(err, Integer.getInteger("nec4j.columns", 80)) : TextConsole.plain(err);
        Console console = List.of(args).contains(Nec4j.VERBOSE) ? Console.withDetails(plain) : plain;
        Typed typed = new Typed(System.getProperty("nec4j.command", "nec4j"), Nec4j.commands());
        CommandLine line = Nec4j.commandLine(new Context(out, typed.over(out), typed.over(console)));
        line.setOut(typed.over(out));
        line.setErr(typed.over(err));
        Failures failures = new Failures(typed.over(err));
        for (String arg : args) {
            if (PathText.isLost(arg)) {
                return failures.tell(
                        new UserException("\"" + arg + "\" has lost letters; "
                                + PathText.remedy().orElseThrow() + "."),
                        false);
            }
        }
        line.setParameterExceptionHandler(failures::usage);
        line.setExecutionExceptionHandler((e, command, parsed) -> failures.tell(e, Nec4j.debug(command)));
        int status;
        try {
            status = line.execute(args);
        } catch (StackOverflowError | OutOfMemoryError | ExceptionInInitializerError | NoClassDefFoundError e) {
            // The parser passes errors on; these are the ones a user can do something about.
            status = failures.tell(e, Nec4j.debug(line));
        }
        // Writers keep quiet about a disk that is full and a pipe that nobody reads: they must be asked.
        if (out.checkError()) {
            failures.unwritten();
            status = status == 0 ? Failures.FAILED : status;
        }
        err.flush();
        return status;
    }

    /**
     * The launcher filters the virtual machine's own warnings out of the error stream, line by line. So that progress lines reach a
     * terminal at once, it also makes standard input, which no command reads, a way to write to where the errors go.
     */
    private static OutputStream messages() {
        boolean aroundTheFilter = "stdin".equals(System.getProperty("nec4j.messages"));
        return aroundTheFilter ? new FileOutputStream(FileDescriptor.in) : System.err;
    }

    private static PrintWriter writer(OutputStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
