package org.nec4j.data.tiff;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/** The text of GDAL's no-data tag: a decimal number, or one of the words by which C libraries write what is none. */
final class NoData {
    private static final Pattern DECIMAL = Pattern.compile("[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final int LONGEST = 400;

    private NoData() {}

    /** The number; nothing for a text that is none. */
    static OptionalDouble parse(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.length() <= LONGEST && DECIMAL.matcher(word).matches()) {
            return OptionalDouble.of(Double.parseDouble(word));
        }
        boolean minus = word.startsWith("-");
        String bare = minus || word.startsWith("+") ? word.substring(1) : word;
        // Microsoft's library writes -1.#IND and 1.#QNAN for what is no number, 1.#INF for infinity.
        if (bare.equals("nan") || bare.startsWith("nan(") || bare.matches("1\\.#(?:ind|qnan|snan|nan)0*")) {
            return OptionalDouble.of(Double.NaN);
        }
        if (bare.equals("inf") || bare.equals("infinity") || bare.matches("1\\.#inf0*")) {
            return OptionalDouble.of(minus ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return OptionalDouble.empty();
    }
}
