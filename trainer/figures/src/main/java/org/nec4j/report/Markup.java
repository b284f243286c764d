package org.nec4j.report;

import java.util.Locale;

/** Text of an SVG or HTML document, put together line by line. */
public final class Markup {
    private final StringBuilder text = new StringBuilder();

    /** Adds a line, formatted as {@link String#format} does in no particular language. */
    public Markup add(String format, Object... arguments) {
        text.append(arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments))
                .append('\n');
        return this;
    }

    /** Any text as content or attribute of an element. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
