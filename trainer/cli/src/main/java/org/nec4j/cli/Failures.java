package org.nec4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import org.nec4j.codec.error.UserException;
import org.nec4j.codec.io.PathText;
import org.nec4j.progress.Suggestion;
import org.nec4j.run.RunFolder;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever went wrong into one sentence for the user and an exit status. */
final class Failures {
    static final int FAILED = 1;
    static final int USER_CAN_MEND = 2;

    private final PrintWriter err;

    Failures(PrintWriter err) {
        this.err = err;
    }

    /** Words on the command line that no command takes. */
    int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        err.println("nec4j: " + e.getMessage());
        if (e instanceof UnmatchedArgumentException unmatched
                && unmatched.getSuggestions().isEmpty()) {
            // picocli compares pairs of letters and misses a swap in a short word.
            String word = unmatched.getUnmatched().get(0);
            Suggestion.closest(word, command.getSubcommands().keySet())
                    .ifPresent(near -> err.println(
                            "Did you mean: " + command.getCommandSpec().qualifiedName() + " " + near + "?"));
        } else {
            UnmatchedArgumentException.printSuggestions(e, err);
        }
        err.println("See " + command.getCommandSpec().qualifiedName() + " --help.");
        return USER_CAN_MEND;
    }

    /** Something that was thrown while a command ran. */
    int tell(Throwable thrown, boolean debug) {
        if (debug) {
            thrown.printStackTrace(err);
        }
        int status = FAILED;
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            Optional<String> sentence = sentence(t);
            if (sentence.isPresent()) {
                err.println("nec4j: " + sentence.get());
                return t instanceof UserException || t instanceof InvalidPathException ? USER_CAN_MEND : status;
            }
        }
        if (isEnding()) {
            return status;
        }
        err.println("nec4j: stopped on a mistake of its own: " + thrown
                + (debug ? "" : " (run again with --debug for the place, and please report it)"));
        return status;
    }

    /**
     * Whether a signal has ended this process and its last moments run: what a command still works with is taken from it then, and what
     * it meets is no fault of its own. The virtual machine tells it by taking no further work for its end.
     */
    private static boolean isEnding() {
        Thread nothing = new Thread(() -> {});
        try {
            Runtime.getRuntime().addShutdownHook(nothing);
            Runtime.getRuntime().removeShutdownHook(nothing);
            return false;
        } catch (IllegalStateException ends) {
            return true;
        }
    }

    /** Results that standard output did not take. */
    void unwritten() {
        err.println(
                "nec4j: standard output could not be written (its disk is full, or nobody reads it); what this command"
                        + " told there is incomplete.");
    }

    private static Optional<String> sentence(Throwable t) {
        if (t instanceof UserException) {
            return Optional.of(t.getMessage());
        }
        if (t instanceof OutOfMemoryError) {
            return Optional.of(RunFolder.told(t));
        }
        if (t instanceof StackOverflowError) {
            return Optional.of("ran out of stack; a file on the way is nested too deeply.");
        }
        if (t instanceof InvalidPathException path) {
            return Optional.of("\"" + path.getInput() + "\" cannot be the name of a file here"
                    + PathText.remedy().map(what -> "; " + what).orElse("") + ".");
        }
        return t instanceof IOException io ? file(io) : Optional.empty();
    }

    private static Optional<String> file(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
            return Optional.of(
                    "the disk is full: " + message + "; nothing half-written was left, free some space and run again.");
        }
        if (e instanceof NoSuchFileException missing) {
            return Optional.of(missing.getFile() + " does not exist.");
        }
        if (e instanceof AccessDeniedException denied) {
            return Optional.of(denied.getFile() + " may not be read or written; check its permissions.");
        }
        return e instanceof FileSystemException ? Optional.of(message + ".") : Optional.empty();
    }
}
