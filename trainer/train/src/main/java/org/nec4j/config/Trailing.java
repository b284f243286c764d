package org.nec4j.config;

import java.util.function.IntFunction;
import org.nec4j.codec.error.UserException;

/** Finds what the parser drops without a word: text behind a list or a block on the same line, such as {@code [1, 2] 3x}. */
final class Trailing {
    /** What may follow a list or a block; whether it may stand there the parser tells. */
    private static final String MARKS = "\n\r,]}[{#\"$)=:+";

    private final String text;
    private final IntFunction<String> where;
    private int at;

    private Trailing(String text, IntFunction<String> where) {
        this.text = text;
        this.where = where;
    }

    /**
     * Refuses such text.
     *
     * @param where what a message begins with, by the line, counted from 1
     */
    static void refuse(String text, IntFunction<String> where) {
        new Trailing(text, where).scan();
    }

    private void scan() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"') {
                skipQuoted();
            } else if (c == '#' || text.startsWith("//", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end;
            } else if (text.startsWith("${", at)) {
                skipReference();
            } else {
                at++;
                if (c == ']' || c == '}') {
                    refuseText(c);
                }
            }
        }
    }

    private void refuseText(char end) {
        int next = at;
        while (next < text.length() && " \t".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        if (next == text.length() || MARKS.indexOf(text.charAt(next)) >= 0 || text.startsWith("//", next)) {
            return;
        }
        int stop = next;
        while (stop < text.length() && stop < next + 40 && "\n\r,]}#".indexOf(text.charAt(stop)) < 0) {
            stop++;
        }
        int line =
                1 + (int) text.substring(0, next).chars().filter(c -> c == '\n').count();
        throw new UserException(
                where.apply(line) + "\"" + text.substring(next, stop).strip() + "\" stands behind a "
                        + (end == ']' ? "list" : "block") + " on the same line, where HOCON would drop it; put it"
                        + (end == ']' ? " inside the brackets, or" : "") + " on a line of its own.");
    }

    private void skipQuoted() {
        String mark = text.startsWith("\"\"\"", at) ? "\"\"\"" : "\"";
        at += mark.length();
        while (at < text.length() && !text.startsWith(mark, at)) {
            at += mark.length() == 1 && text.charAt(at) == '\\' ? 2 : 1;
        }
        at = Math.min(text.length(), at + mark.length());
        // Three marks end where the last of a run of them stands.
        while (mark.length() > 1 && at < text.length() && text.charAt(at) == '"') {
            at++;
        }
    }

    private void skipReference() {
        while (at < text.length() && text.charAt(at) != '}') {
            if (text.charAt(at) == '"') {
                skipQuoted();
            } else {
                at++;
            }
        }
        at++;
    }
}
