package org.nec4j.codec.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.nec4j.codec.error.UserException;

/**
 * A strict recursive-descent reader of RFC 8259: no comments, no trailing commas, no duplicate keys, no lone surrogates. What it
 * makes of a text is said in {@link Json}.
 */
public final class JsonParser {
    /** Deeper nesting than any header of ours; keeps a hostile file from exhausting the stack. */
    private static final int MAX_DEPTH = 64;

    /** More than any number needs. */
    private static final int MAX_DIGITS = 400;

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,18}");

    private final String text;
    private final String source;
    private int position;

    /** Will read {@code text}, which errors call {@code source}. */
    public JsonParser(String text, String source) {
        this.text = text;
        this.source = source;
    }

    /** How far into the text reading has come: after an exception, the place of the problem. */
    public int position() {
        return Math.min(position, text.length());
    }

    /** Reads the whole text as one value; throws {@link UserException} naming the character that cannot stand where it does. */
    public Object document() {
        Object value = value(0);
        skipSpace();
        if (position != text.length()) {
            throw problem("expected nothing more");
        }
        return value;
    }

    private Object value(int depth) {
        if (depth > MAX_DEPTH) {
            throw problem("nested deeper than " + MAX_DEPTH);
        }
        skipSpace();
        char c = peek();
        switch (c) {
            case '{':
                return object(depth);
            case '[':
                return array(depth);
            case '"':
                return string();
            case 't':
                return literal("true", Boolean.TRUE);
            case 'f':
                return literal("false", Boolean.FALSE);
            case 'n':
                return literal("null", Json.NULL);
            default:
                return number();
        }
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        position++;
        skipSpace();
        if (peek() == '}') {
            position++;
            return members;
        }
        while (true) {
            skipSpace();
            if (peek() != '"') {
                throw problem("expected a key in double quotes");
            }
            String key = string();
            skipSpace();
            expect(':');
            if (members.containsKey(key)) {
                throw problem("key \"" + key + "\" stands twice");
            }
            members.put(key, value(depth + 1));
            if (endsAfterSeparator('}')) {
                return members;
            }
        }
    }

    private List<Object> array(int depth) {
        List<Object> elements = new ArrayList<>();
        position++;
        skipSpace();
        if (peek() == ']') {
            position++;
            return elements;
        }
        while (true) {
            elements.add(value(depth + 1));
            if (endsAfterSeparator(']')) {
                return elements;
            }
        }
    }

    private boolean endsAfterSeparator(char close) {
        skipSpace();
        char c = peek();
        if (c != ',' && c != close) {
            throw problem("expected ',' or '" + close + "'");
        }
        position++;
        return c == close;
    }

    private String string() {
        StringBuilder out = new StringBuilder();
        position++;
        while (true) {
            char c = peek();
            position++;
            if (c == '"') {
                return wellFormed(out.toString());
            }
            if (c < 0x20) {
                throw problem("a control character must be escaped");
            }
            out.append(c == '\\' ? escape() : c);
        }
    }

    private char escape() {
        char c = peek();
        position++;
        switch (c) {
            case '"':
            case '\\':
            case '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                return hex();
            default:
                throw problem("unknown escape \\" + c);
        }
    }

    private char hex() {
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(peek(), 16);
            if (digit < 0 || peek() > 'f') {
                throw problem("expected four hexadecimal digits");
            }
            code = code << 4 | digit;
            position++;
        }
        return (char) code;
    }

    private String wellFormed(String s) {
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!Character.isSurrogate(c)) {
                continue;
            }
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < s.length() && Character.isLowSurrogate(s.charAt(i + 1));
            if (!pair) {
                throw problem("half of a surrogate pair");
            }
            i++;
        }
        return s;
    }

    private Number number() {
        int end = position;
        while (end < text.length() && "+-.eE0123456789".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        String digits = text.substring(position, end);
        if (!NUMBER.matcher(digits).matches()) {
            throw problem("expected a value");
        }
        if (WHOLE.matcher(digits).matches()) {
            position = end;
            return Long.valueOf(digits);
        }
        // Not by way of BigDecimal, which refuses exponents of more than ten digits by an exception of its own.
        double value = digits.length() > MAX_DIGITS ? Double.NaN : Double.parseDouble(digits);
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            throw problem("a number outside the range of a double");
        }
        position = end;
        return value;
    }

    private Object literal(String word, Object value) {
        if (!text.startsWith(word, position)) {
            throw problem("expected a value");
        }
        position += word.length();
        return value;
    }

    private void expect(char c) {
        if (peek() != c) {
            throw problem("expected '" + c + "'");
        }
        position++;
    }

    private char peek() {
        if (position >= text.length()) {
            throw problem("ends too early");
        }
        return text.charAt(position);
    }

    private void skipSpace() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private UserException problem(String what) {
        return new UserException(source + ": not valid JSON at character " + position + ": " + what);
    }
}
