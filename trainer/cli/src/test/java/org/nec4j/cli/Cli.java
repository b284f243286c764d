package org.nec4j.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** One run of the command line, as a user sees it. */
record Cli(int status, String out, String err) {
    static Cli run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] args = new String[words.length];
        for (int i = 0; i < args.length; i++) {
            args[i] = words[i].toString();
        }
        int status = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), false, args);
        return new Cli(status, out.toString(), err.toString());
    }

    /** The lines of the error stream that the command line itself ended with, without the opening sentence about the backend. */
    String complaint() {
        int at = err.indexOf("nec4j: ");
        return at < 0 ? "" : err.substring(at).strip();
    }
}
