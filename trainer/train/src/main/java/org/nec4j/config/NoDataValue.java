package org.nec4j.config;

/**
 * A value that stands for nothing. It is written as a number, or as inf, -inf or nan where files hold those.
 *
 * @param value of the samples
 */
public record NoDataValue(double value) {
    /** Reads a number, inf, -inf or nan; anything else is an IllegalArgumentException. */
    public static NoDataValue parse(String text) {
        return switch (text.strip().toLowerCase(java.util.Locale.ROOT)) {
            case "inf", "+inf", "infinity" -> new NoDataValue(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> new NoDataValue(Double.NEGATIVE_INFINITY);
            case "nan", "-nan" -> new NoDataValue(Double.NaN);
            default -> number(text.strip());
        };
    }

    private static NoDataValue number(String text) {
        // Java also reads 1f, 0x1p3 and Infinity, which no other setting does.
        if (!text.matches("[+-]?[0-9.]{1,400}(?:[eE][+-]?[0-9]{1,9})?")) {
            throw new IllegalArgumentException("must be a number, inf, -inf or nan, not \"" + text + "\"");
        }
        try {
            return new NoDataValue(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("must be a number, inf, -inf or nan, not \"" + text + "\"", e);
        }
    }
}
