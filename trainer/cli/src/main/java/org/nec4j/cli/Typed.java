package org.nec4j.cli;

import java.io.PrintWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.nec4j.progress.Console;
import org.nec4j.progress.Progress;

/**
 * Commands in messages as the user can type them: the launcher says how it was called ({@code ./nec4j}), and every "nec4j train" that
 * is shown becomes that.
 */
final class Typed {
    private final String called;
    private final Pattern command;

    /** @param commands the command line's own commands, the only words before which the name stands for itself */
    Typed(String called, Iterable<String> commands) {
        this.called = called;
        this.command = Pattern.compile("(?<![\\w./-])nec4j(?= (?:"
                + StreamSupport.stream(commands.spliterator(), false)
                        .map(Pattern::quote)
                        .collect(Collectors.joining("|"))
                + "|--help|COMMAND|\\[)(?![\\w]))");
    }

    String of(String text) {
        return command.matcher(text).replaceAll(Matcher.quoteReplacement(called));
    }

    /** A writer that changes what is printed through it. */
    PrintWriter over(PrintWriter out) {
        return new PrintWriter(out, true) {
            @Override
            public void print(String text) {
                super.print(of(String.valueOf(text)));
            }

            @Override
            public void println(String text) {
                super.println(of(String.valueOf(text)));
            }
        };
    }

    /** A console that changes what it is told. */
    Console over(Console console) {
        return new Console() {
            @Override
            public void say(String line) {
                console.say(of(line));
            }

            @Override
            public void detail(String line) {
                console.detail(of(line));
            }

            @Override
            public Progress progress(String task, long total, String unit) {
                return console.progress(task, total, unit);
            }
        };
    }
}
