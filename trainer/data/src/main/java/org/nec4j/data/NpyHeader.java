package org.nec4j.data;

import java.util.ArrayList;
import java.util.List;

/**
 * The header of a .npy file: a Python dictionary of {@code descr}, {@code fortran_order} and {@code shape}, in any order. Read in one pass,
 * each character once.
 *
 * @param descr       the type, such as {@code <f4}
 * @param fortran     whether the first axis varies fastest
 * @param shape       sizes of the axes; one beyond what a long holds is {@link Long#MAX_VALUE}
 */
record NpyHeader(String descr, boolean fortran, List<Long> shape) {
    private static final int MOST_AXES = 32;

    /** Reads it; an IllegalArgumentException says in a few words what is wrong. */
    static NpyHeader parse(String text) {
        return new Parser(text).header();
    }

    private static final class Parser {
        private final String text;
        private int at;

        Parser(String text) {
            this.text = text;
        }

        NpyHeader header() {
            String descr = null;
            Boolean fortran = null;
            List<Long> shape = null;
            expect('{');
            while (next() != '}') {
                String key = string();
                expect(':');
                switch (key) {
                    case "descr" -> descr = descr();
                    case "fortran_order" -> fortran = flag();
                    case "shape" -> shape = shape();
                    default -> throw fault("the unknown key '" + shortened(key) + "'");
                }
                if (next() != '}') {
                    expect(',');
                }
            }
            at++;
            if (next() != '\0') {
                throw fault("something behind its end");
            }
            if (descr == null || fortran == null || shape == null) {
                throw fault("not all of descr, fortran_order and shape");
            }
            return new NpyHeader(descr, fortran, shape);
        }

        /** The next character that is no space, which is not consumed; NUL at the end. */
        private char next() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? text.charAt(at) : '\0';
        }

        private void expect(char wanted) {
            if (next() != wanted) {
                throw fault("no '" + wanted + "' at character " + at);
            }
            at++;
        }

        private String string() {
            char quote = next();
            int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
            if (end < 0) {
                throw fault("no text in quotes at character " + at);
            }
            String string = text.substring(at + 1, end);
            at = end + 1;
            return string;
        }

        private String descr() {
            if (next() == '[') {
                throw fault("records of several fields");
            }
            return string();
        }

        private boolean flag() {
            next();
            for (boolean flag : new boolean[] {true, false}) {
                String word = flag ? "True" : "False";
                if (text.startsWith(word, at)) {
                    at += word.length();
                    return flag;
                }
            }
            throw fault("neither True nor False at character " + at);
        }

        private List<Long> shape() {
            List<Long> axes = new ArrayList<>();
            expect('(');
            while (next() != ')') {
                axes.add(number());
                if (axes.size() > MOST_AXES) {
                    throw fault("more than " + MOST_AXES + " axes");
                }
                if (next() != ')') {
                    expect(',');
                }
            }
            at++;
            return List.copyOf(axes);
        }

        private long number() {
            int start = at;
            long value = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                int digit = text.charAt(at++) - '0';
                value = value > (Long.MAX_VALUE - digit) / 10 ? Long.MAX_VALUE : 10 * value + digit;
            }
            if (at == start) {
                throw fault("no whole number at character " + at);
            }
            // Python 2 marked long integers.
            if (at < text.length() && text.charAt(at) == 'L') {
                at++;
            }
            return value;
        }

        private static IllegalArgumentException fault(String what) {
            return new IllegalArgumentException(what);
        }
    }

    /** The beginning of a text, for messages, without what does not print. */
    static String shortened(String text) {
        String clean = text.strip()
                .codePoints()
                .limit(80)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return text.strip().length() > 80 ? clean + "..." : clean;
    }
}
