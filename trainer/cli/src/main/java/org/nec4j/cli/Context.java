package org.nec4j.cli;

import java.io.PrintWriter;
import org.nec4j.progress.Console;

/**
 * Where a command writes.
 *
 * @param out     results, one a line, for people and pipes
 * @param hints   the same stream, for results that name commands: they come as the user can type them
 * @param console messages and progress, on the error stream
 */
record Context(PrintWriter out, PrintWriter hints, Console console) {
    /** A context for results that name no commands. */
    Context(PrintWriter out, Console console) {
        this(out, out, console);
    }
}
