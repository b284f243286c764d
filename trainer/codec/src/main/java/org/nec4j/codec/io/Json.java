package org.nec4j.codec.io;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.codec.error.UserException;

/**
 * Strict JSON (RFC 8259) as plain Java values: {@code Map<String, Object>} in the order of the text, {@code List<Object>},
 * {@code String}, {@code Boolean}, {@code Long} for integers of up to 18 digits, {@code Double} for all other numbers, and
 * {@link #NULL}.
 */
public final class Json {
    /** What stands for {@code null}. */
    public static final Object NULL = new Object() {
        @Override
        public String toString() {
            return "null";
        }
    };

    private Json() {}

    /** Reads one document; {@code source} names the text in the {@link UserException} that bad text raises. */
    public static Object parse(String text, String source) {
        return new JsonParser(text, source).document();
    }

    /**
     * Writes a value of the types above (any {@link Number} serves) on one line; equal values give equal text. Throws
     * IllegalArgumentException for other types and for numbers that are not finite.
     */
    public static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(value, out);
        return out.toString();
    }

    private static void append(Object value, StringBuilder out) {
        if (value instanceof Map<?, ?> map) {
            out.append('{');
            for (Iterator<? extends Map.Entry<?, ?>> it = map.entrySet().iterator(); it.hasNext(); ) {
                Map.Entry<?, ?> member = it.next();
                quote(member.getKey().toString(), out);
                out.append(':');
                append(member.getValue(), out);
                out.append(it.hasNext() ? "," : "");
            }
            out.append('}');
        } else if (value instanceof List<?> list) {
            out.append('[');
            for (Iterator<?> it = list.iterator(); it.hasNext(); ) {
                append(it.next(), out);
                out.append(it.hasNext() ? "," : "");
            }
            out.append(']');
        } else if (value instanceof String text) {
            quote(text, out);
        } else if (value instanceof Boolean || value == NULL) {
            out.append(value);
        } else if (value instanceof Number number
                && !(Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue()))) {
            out.append(number);
        } else {
            throw new IllegalArgumentException("JSON cannot hold " + value);
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20) {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
