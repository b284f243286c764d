package org.nec4j.cli;

import java.io.PrintWriter;
import org.nec4j.progress.Console;

/**
 * Where a command writes.
 *
 * @param out     results, one a line, for people and pipes
 * @param console messages and progress, on the error stream
 */
record Context(PrintWriter out, Console console) {}
