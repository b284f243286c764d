package org.nec4j.info;

/** Numbers that files hold as texts. */
final class Numbers {
    private Numbers() {}

    /** A whole number where the text is one, else the text. */
    static Object of(String text) {
        return text.matches("[0-9]{1,18}") ? (Object) Long.valueOf(text) : text;
    }
}
