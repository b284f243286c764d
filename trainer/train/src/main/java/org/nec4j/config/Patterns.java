package org.nec4j.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions that a file states. */
final class Patterns {
    private Patterns() {}

    /** Whether it is one, with a group. */
    static boolean hasGroup(String expression) {
        try {
            return Pattern.compile(expression).matcher("").groupCount() > 0;
        } catch (PatternSyntaxException e) {
            return false;
        }
    }
}
