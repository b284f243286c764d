package org.nec4j.info;

import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nec4j.codec.io.Printable;

/**
 * What is known of one file or folder.
 *
 * @param path  where it lies
 * @param what  what it is, in a few words
 * @param facts the rest by name, in the order in which people want it: texts, numbers, truth values, lists and maps of them
 */
public record Facts(Path path, String what, Map<String, Object> facts) {
    /** Values begin here, behind the names of most facts. */
    private static final int COLUMN = 24;

    /** One line a fact, below a line that says what it is. */
    public String text() {
        StringBuilder text = new StringBuilder(Printable.of(path.toString()))
                .append(": ")
                .append(what)
                .append('\n');
        lines("", facts, text);
        return text.toString();
    }

    /** {@code {"file": ..., "what": ..., ...}} on one line. */
    public String json() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("file", path.toString());
        all.put("what", what);
        all.putAll(facts);
        return new GsonBuilder()
                .disableHtmlEscaping()
                .serializeSpecialFloatingPointValues()
                .create()
                .toJson(all);
    }

    private static void lines(String before, Map<?, ?> facts, StringBuilder text) {
        facts.forEach((key, value) -> {
            String name = before + String.valueOf(key).replace('_', ' ');
            if (value instanceof Map<?, ?> inner) {
                lines(name + ", ", inner, text);
            } else {
                text.append("  ").append(name).append(" ".repeat(Math.max(1, COLUMN - name.length())));
                text.append(Printable.of(words(value))).append('\n');
            }
        });
    }

    private static String words(Object value) {
        if (value instanceof Boolean flag) {
            return flag ? "yes" : "no";
        }
        if (value instanceof Long || value instanceof Integer) {
            return String.format(Locale.ROOT, "%,d", ((Number) value).longValue());
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return String.format(Locale.ROOT, "%,d", Math.round(number));
        }
        return value instanceof List<?> list
                ? String.join(", ", list.stream().map(Facts::words).toList())
                : String.valueOf(value);
    }
}
