package org.nec4j.codec.io;

/** Text out of a file as it may be printed: what would move a cursor, end a line or turn the direction of writing is spelt out. */
public final class Printable {
    private Printable() {}

    /** The text with control characters and backslashes written as JSON writes them; different texts stay different. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (isPlain(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append("\\u").append(Integer.toHexString(0x10000 | c & 0xffff), 1, 5);
                    }
                }
            }
        });
        return out.toString();
    }

    private static boolean isPlain(int c) {
        boolean turnsDirection = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> !turnsDirection;
        };
    }
}
